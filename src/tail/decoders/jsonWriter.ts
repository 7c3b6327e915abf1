import { JSON_DEPTH_MAX } from './limits.ts';
import { formatMebibytes, TooLarge } from './size.ts';

/**
 * Builds a JSON text piece by piece, so that numbers keep their digits and keys their order. It
 * remembers what JSON has no word for, and throws when the text is too long or too deep.
 */
export class JsonWriter {
  private readonly charsMax: number;
  private readonly parts: string[] = [];
  private readonly losses = new Set<string>();
  private chars = 0;
  private depth = 0;

  constructor(charsMax: number) {
    this.charsMax = charsMax;
  }

  get text(): string {
    return this.parts.join('');
  }

  /** What does not read as it was: "byte strings as base64, NaN as text"; empty when all does. */
  get note(): string {
    const losses = [...this.losses].join(', ');
    return losses.charAt(0).toUpperCase() + losses.slice(1);
  }

  /** Of JSON as it stands. */
  push(json: string): void {
    this.chars += json.length;
    if (this.chars > this.charsMax) {
      throw new TooLarge(`Its JSON is larger than ${formatMebibytes(this.charsMax)}`);
    }
    this.parts.push(json);
  }

  string(text: string): void {
    this.push(JSON.stringify(text));
  }

  number(value: number | bigint): void {
    if (typeof value === 'bigint' || Number.isFinite(value)) {
      this.push(Object.is(value, -0) ? '-0' : String(value));
      return;
    }
    this.lose(Number.isNaN(value) ? 'NaN as text' : 'Infinity as text');
    this.string(String(value));
  }

  base64(bytes: Uint8Array): void {
    this.lose('byte strings as base64');
    const { buffer, byteOffset, byteLength } = bytes;
    this.push(`"${Buffer.from(buffer, byteOffset, byteLength).toString('base64')}"`);
  }

  /** A key that is no text stands as the text of its JSON. */
  key(json: string, isText: boolean): void {
    if (!isText) this.lose('keys that are no text as JSON text');
    this.push(isText ? json : JSON.stringify(json));
    this.push(':');
  }

  lose(what: string): void {
    this.losses.add(what);
  }

  /** Runs what writes the content of an array or a map. */
  nest(write: () => void): void {
    if (++this.depth > JSON_DEPTH_MAX) {
      throw new Error(`It is nested deeper than ${String(JSON_DEPTH_MAX)}`);
    }
    write();
    this.depth--;
  }

  /** The JSON that `write` writes, which does not become part of the text. */
  aside(write: () => void): string {
    const start = this.parts.length;
    write();
    const json = this.parts.splice(start).join('');
    this.chars -= json.length;
    return json;
  }
}
