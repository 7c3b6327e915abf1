import { createHmac, randomBytes } from 'node:crypto';
import { isJson } from '../../formats/jsonText.ts';
import { jsonValueOf } from '../jsonValue.ts';
import { MASK_TEXT_CHARS_MAX } from '../limits.ts';
import { MASKED_JSON, maskJson } from './maskJson.ts';
import type { MaskRules } from './maskRules.ts';
import type { HiddenPlaces } from './pathRule.ts';
import { type Hit, MASK } from './textRule.ts';

const FINGERPRINT_CHARS = 4;
/** A character that Latin-1 has, for bytes; the bullet would be three. */
const BYTE_MASK = '*';

/**
 * Hides in texts, JSON and bytes what the rules find. The same value is always shown as the same
 * text. Keys and names also differ when what they hide differs, by a fingerprint that does not tell
 * what it is, because its key is random and never leaves this object; values do if it is wanted.
 */
export class Masker {
  readonly rules: MaskRules;
  private fingerprintKey = randomBytes(32);
  private readonly fingerprints: boolean;

  constructor(rules: MaskRules, options: { readonly fingerprints?: boolean } = {}) {
    this.rules = rules;
    this.fingerprints = options.fingerprints ?? false;
  }

  /** The same by other rules: what both hide keeps its fingerprint. */
  with(rules: MaskRules, options: { readonly fingerprints: boolean }): Masker {
    const other = new Masker(rules, options);
    other.fingerprintKey = this.fingerprintKey;
    return other;
  }

  /** A text in which something stands for something else, but need not tell which. */
  text(text: string): string {
    return this.hide(text, ({ shown, value }) =>
      this.fingerprints ? shown + this.fingerprint(value) : shown,
    );
  }

  /** A partition key, or a name in JSON: two that differ have to look different. */
  name(name: string): string {
    return this.hide(name, ({ shown, value }) => shown + this.fingerprint(value));
  }

  /** Of JSON, JSON again. What a rule cannot be followed into is hidden whole. */
  json(json: string): string {
    try {
      return maskJson(json, {
        text: (text) => this.text(text),
        name: (name) => this.name(name),
        whole: (hidden) => (this.fingerprints ? MASK + this.fingerprint(hidden) : MASK),
        places: this.placesIn(json),
      });
    } catch {
      return MASKED_JSON;
    }
  }

  /**
   * A payload that was not read as JSON. Paths hide places of JSON: where nothing says what a place
   * is, all could be what they hide, so only JSON and lines of JSON are shown in part.
   */
  payloadText(text: string): string {
    if (this.rules.paths.length === 0) return this.text(text);
    if (text.trim() === '') return text;
    if (isJson(text)) return this.json(text);
    const lines = text.split('\n');
    if (!lines.every((line) => line.trim() === '' || isJson(line))) return MASK;
    return lines.map((line) => (line.trim() === '' ? line : this.json(line))).join('\n');
  }

  /** Bytes that are no text, as many as before; the same array when nothing is hidden. */
  bytes(bytes: Uint8Array): Uint8Array {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    const hidden = (start: number, end: number): string => BYTE_MASK.repeat(end - start);
    const whole = hidden(0, text.length);
    const shown = this.hide(text, ({ start, end }) => hidden(start, end), whole);
    return shown === text ? bytes : new Uint8Array(Buffer.from(shown, 'latin1'));
  }

  private placesIn(json: string): HiddenPlaces | undefined {
    if (this.rules.paths.length === 0) return undefined;
    const places: HiddenPlaces = new Map();
    const value = jsonValueOf(json);
    for (const rule of this.rules.paths) rule.mark(value, places);
    return places;
  }

  /** What cannot be searched, or would take too long to be, is hidden whole. */
  private hide(text: string, shownOf: (hit: Hit) => string, whole = MASK): string {
    if (this.rules.texts.length === 0) return text;
    if (text.length > MASK_TEXT_CHARS_MAX) return whole;
    try {
      let shown = text;
      for (const rule of this.rules.texts) {
        const hits = rule.find(shown);
        if (hits.length > 0) shown = replaced(shown, hits, shownOf);
      }
      return shown;
    } catch {
      return whole;
    }
  }

  private fingerprint(value: string): string {
    const digest = createHmac('sha256', this.fingerprintKey).update(value, 'utf8').digest('hex');
    return ` #${digest.slice(0, FINGERPRINT_CHARS)}`;
  }
}

function replaced(text: string, hits: readonly Hit[], shownOf: (hit: Hit) => string): string {
  let shown = '';
  let copied = 0;
  for (const hit of hits) {
    shown += text.slice(copied, hit.start) + shownOf(hit);
    copied = hit.end;
  }
  return shown + text.slice(copied);
}
