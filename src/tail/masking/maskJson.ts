import type { HiddenPlaces } from './pathRule.ts';
import { MASK } from './textRule.ts';

export interface JsonMask {
  /** What may be seen of a string or a number. */
  text(text: string): string;
  /** What may be seen of a member's name. */
  name(name: string): string;
  /** What stands for a value that is hidden whole. */
  whole(json: string): string;
  /** Undefined when no path hides anything. */
  readonly places: HiddenPlaces | undefined;
}

/**
 * Masks JSON by its tokens, so that everything else stays as it was written: digits, escapes, the
 * order of keys. What is masked becomes a string. The text must be JSON; it may be deep. A name that
 * stands twice in an object throws when there are places, because those tell of its last value only.
 */
export function maskJson(json: string, mask: JsonMask): string {
  return new Walker(json, mask).run();
}

interface Container {
  /** Undefined in an array. */
  readonly names: Set<string> | undefined;
  readonly places: HiddenPlaces | undefined;
  readonly isObject: boolean;
  index: number;
  name: string;
  isNameNext: boolean;
}

class Walker {
  private readonly json: string;
  private readonly mask: JsonMask;
  private readonly open: Container[] = [];
  private readonly parts: string[] = [];
  /** Everything before it is in `parts`. */
  private copied = 0;
  /** While a value is hidden: how deep within it. */
  private hiddenDepth = 0;
  private hiddenStart = 0;

  constructor(json: string, mask: JsonMask) {
    this.json = json;
    this.mask = mask;
  }

  run(): string {
    for (let at = this.next(0); at < this.json.length;) {
      const end = this.tokenEnd(at);
      this.token(at, end);
      at = this.next(end);
    }
    this.parts.push(this.json.slice(this.copied));
    return this.parts.join('');
  }

  private next(from: number): number {
    let at = from;
    while (at < this.json.length && isSpace(this.json.charCodeAt(at))) at++;
    return at;
  }

  private tokenEnd(at: number): number {
    const { json } = this;
    if (json[at] === '"') return stringEnd(json, at);
    if (isPunctuation(json.charCodeAt(at))) return at + 1;
    let end = at + 1;
    while (end < json.length && !endsWord(json.charCodeAt(end))) end++;
    return end;
  }

  private token(start: number, end: number): void {
    const first = this.json.charAt(start);
    if (this.hiddenDepth > 0) this.hiddenToken(first, end);
    else if (first === ',') this.comma();
    else if (first === ':') return;
    else if (first === '}' || first === ']') this.open.pop();
    else if (this.open.at(-1)?.isNameNext) this.nameToken(start, end);
    else this.value(first, start, end);
  }

  private comma(): void {
    const container = this.open.at(-1);
    if (!container) return;
    container.index++;
    container.isNameNext = container.isObject;
  }

  private nameToken(start: number, end: number): void {
    const container = this.open.at(-1);
    if (!container) return;
    const name = stringOf(this.json.slice(start, end));
    container.isNameNext = false;
    container.name = name;
    if (container.names?.has(name)) throw new Error('A name stands twice in an object');
    container.names?.add(name);
    const shown = this.mask.name(name);
    if (shown !== name) this.replace(start, end, shown);
  }

  private value(first: string, start: number, end: number): void {
    const places = this.placesHere();
    const opens = first === '{' || first === '[';
    if (places === true) {
      this.hiddenStart = start;
      if (opens) this.hiddenDepth = 1;
      else this.replace(start, end, this.mask.whole(this.json.slice(start, end)));
    } else if (opens) {
      this.push(first === '{', places);
    } else if (first === '"') {
      this.replaceText(stringOf(this.json.slice(start, end)), start, end);
    } else {
      this.replaceText(this.json.slice(start, end), start, end);
    }
  }

  private push(isObject: boolean, places: HiddenPlaces | undefined): void {
    const tracksNames = isObject && this.mask.places !== undefined;
    const names = tracksNames ? new Set<string>() : undefined;
    this.open.push({ names, places, isObject, index: 0, name: '', isNameNext: isObject });
  }

  private placesHere(): HiddenPlaces | true | undefined {
    const container = this.open.at(-1);
    if (!container) return this.mask.places;
    return container.places?.get(container.isObject ? container.name : container.index);
  }

  private hiddenToken(first: string, end: number): void {
    if (first === '{' || first === '[') this.hiddenDepth++;
    if (first === '}' || first === ']') this.hiddenDepth--;
    if (this.hiddenDepth > 0) return;
    this.replace(this.hiddenStart, end, this.mask.whole(this.json.slice(this.hiddenStart, end)));
  }

  /** Replaces a token whose text is masked; an unchanged one stays as it was written. */
  private replaceText(text: string, start: number, end: number): void {
    const shown = this.mask.text(text);
    if (shown !== text) this.replace(start, end, shown);
  }

  private replace(start: number, end: number, shown: string): void {
    this.parts.push(this.json.slice(this.copied, start), JSON.stringify(shown));
    this.copied = end;
  }
}

/** JSON with nothing in it, for what cannot be masked piece by piece. */
export const MASKED_JSON = JSON.stringify([MASK]);

function stringOf(token: string): string {
  return token.includes('\\') ? (JSON.parse(token) as string) : token.slice(1, -1);
}

function stringEnd(json: string, start: number): number {
  for (let at = start + 1; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === 0x22) return at + 1;
    if (code === 0x5c) at++;
  }
  return json.length;
}

function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

function isPunctuation(code: number): boolean {
  return (
    code === 0x2c ||
    code === 0x3a ||
    code === 0x5b ||
    code === 0x5d ||
    code === 0x7b ||
    code === 0x7d
  );
}

function endsWord(code: number): boolean {
  return isSpace(code) || isPunctuation(code) || code === 0x22;
}
