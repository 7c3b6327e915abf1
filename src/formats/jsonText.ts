/**
 * Pretty-prints JSON by its tokens, each copied as it stands: numbers keep all their digits, keys
 * their order and their duplicates, strings their escapes. A parser that builds values would lose
 * some of that. It stops at a budget of characters, so that no payload can be too large or too deep.
 */
export type JsonTokenKind = 'key' | 'string' | 'number' | 'keyword' | 'punctuation';

export interface JsonToken {
  readonly kind: JsonTokenKind;
  readonly text: string;
}

export interface PrintedJson {
  readonly tokens: readonly JsonToken[];
  /** False when the budget ended before the text did. */
  readonly isComplete: boolean;
}

/** Returns undefined when the text is not JSON, or is a lone string or number that needs no printing. */
export function printJson(text: string, charsMax: number): PrintedJson | undefined {
  if (!isJson(text)) return undefined;
  const tokens: JsonToken[] = [];
  const isComplete = new Printer(text, charsMax, (kind, part) => {
    tokens.push({ kind, text: part });
  }).print();
  return { tokens, isComplete };
}

/** The same as one text; undefined when it is not such JSON, or would be longer than `charsMax`. */
export function indentJson(text: string, charsMax: number): string | undefined {
  if (!isJson(text)) return undefined;
  let indented = '';
  const isComplete = new Printer(text, charsMax, (_kind, part) => {
    indented += part;
  }).print();
  return isComplete ? indented : undefined;
}

/** Whether the text is a JSON object or array. */
export function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The same JSON on one line. Its strings stay as they are: a line cannot end within one. */
export function joinJsonLines(text: string): string {
  return text.replace(/[\r\n][ \t\r\n]*/g, ' ');
}

const INDENT = '  ';
const SPACE = /[ \t\n\r]/;
const WORD_END = /[\s,\]}]/;

class Printer {
  private readonly text: string;
  private readonly charsMax: number;
  private readonly emit: (kind: JsonTokenKind, text: string) => void;
  private at = 0;
  private printedChars = 0;
  private depth = 0;

  constructor(text: string, charsMax: number, emit: (kind: JsonTokenKind, text: string) => void) {
    this.text = text;
    this.charsMax = charsMax;
    this.emit = emit;
  }

  /** Returns whether all of it fitted. */
  print(): boolean {
    this.skipSpace();
    while (this.at < this.text.length && this.printedChars < this.charsMax) {
      this.step(this.text.charAt(this.at));
      this.skipSpace();
    }
    return this.at >= this.text.length && this.printedChars <= this.charsMax;
  }

  private step(character: string): void {
    if (character === '"') this.string();
    else if (character === '{' || character === '[') this.open(character);
    else if (character === '}' || character === ']') this.close(character);
    else if (character === ',') this.punctuation(`,${this.lineBreak()}`);
    else if (character === ':') this.punctuation(': ');
    else this.word();
  }

  private open(bracket: string): void {
    const closing = bracket === '{' ? '}' : ']';
    this.at++;
    this.skipSpace();
    if (this.text.charAt(this.at) === closing) {
      this.at++;
      this.push('punctuation', bracket + closing);
      return;
    }
    this.depth++;
    this.push('punctuation', bracket + this.lineBreak());
  }

  private close(bracket: string): void {
    this.depth--;
    this.at++;
    this.push('punctuation', this.lineBreak() + bracket);
  }

  private punctuation(text: string): void {
    this.at++;
    this.push('punctuation', text);
  }

  private string(): void {
    const start = this.at;
    let end = start;
    do end = this.text.indexOf('"', end + 1);
    while (this.isEscaped(end));
    this.at = end + 1;
    const lexeme = this.text.slice(start, this.at);
    this.skipSpace();
    this.push(this.text.charAt(this.at) === ':' ? 'key' : 'string', lexeme);
  }

  /** A quote is escaped when an odd number of backslashes stands before it. */
  private isEscaped(quoteAt: number): boolean {
    let backslashes = 0;
    while (this.text.charAt(quoteAt - 1 - backslashes) === '\\') backslashes++;
    return backslashes % 2 === 1;
  }

  private word(): void {
    const start = this.at;
    while (this.at < this.text.length && !WORD_END.test(this.text.charAt(this.at))) this.at++;
    const lexeme = this.text.slice(start, this.at);
    this.push(/^[-\d]/.test(lexeme) ? 'number' : 'keyword', lexeme);
  }

  private skipSpace(): void {
    while (SPACE.test(this.text.charAt(this.at))) this.at++;
  }

  /** Indentation stops growing at the budget: a payload of brackets alone cannot make it quadratic. */
  private lineBreak(): string {
    return `\n${INDENT.repeat(Math.min(this.depth, this.charsMax))}`;
  }

  private push(kind: JsonTokenKind, text: string): void {
    const room = this.charsMax - this.printedChars;
    this.emit(kind, text.slice(0, Math.max(0, room)));
    this.printedChars += text.length;
  }
}
