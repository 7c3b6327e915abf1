import { TooLarge } from '../decoders/size.ts';

/** A number of which a double would lose digits, as JSON. */
export class ExactNumber {
  readonly json: string;

  constructor(json: string) {
    this.json = json;
  }
}

/** The shortest decimal that a float of 32 bits stands for: 0.1 and not 0.10000000149011612. */
export function floatNumber(value: number): ExactNumber | number {
  if (!Number.isFinite(value)) return value;
  for (let digits = 1; digits <= 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}

/**
 * Writes a value as JSON: bigints and exact numbers with all their digits, bytes as base64, numbers
 * that JSON does not have as texts, maps as objects. Throws when that is longer than `charsMax`.
 */
export class ValueWriter {
  private readonly charsMax: number;
  private readonly parts: string[] = [];
  private chars = 0;

  constructor(charsMax: number) {
    this.charsMax = charsMax;
  }

  get json(): string {
    return this.parts.join('');
  }

  write(value: unknown): void {
    if (value === null || value === undefined) this.push('null');
    else if (typeof value === 'number') this.push(numberJson(value));
    else if (typeof value === 'bigint') this.push(value.toString());
    else if (typeof value !== 'object') this.push(JSON.stringify(value));
    else if (value instanceof ExactNumber) this.push(value.json);
    else if (value instanceof Uint8Array) this.push(`"${base64(value)}"`);
    else if (Array.isArray(value)) this.list(value);
    else if (value instanceof Map) this.members(value as Map<string, unknown>);
    else this.members(Object.entries(value));
  }

  private list(items: readonly unknown[]): void {
    this.push('[');
    for (let index = 0; index < items.length; index++) {
      if (index > 0) this.push(',');
      this.write(items[index]);
    }
    this.push(']');
  }

  private members(members: Iterable<readonly [string, unknown]>): void {
    this.push('{');
    let separator = '';
    for (const [name, value] of members) {
      this.push(`${separator}${JSON.stringify(name)}:`);
      this.write(value);
      separator = ',';
    }
    this.push('}');
  }

  private push(json: string): void {
    this.chars += json.length;
    if (this.chars > this.charsMax) throw new TooLarge('Its JSON is too long');
    this.parts.push(json);
  }
}

function numberJson(value: number): string {
  if (Object.is(value, -0)) return '-0';
  return Number.isFinite(value) ? String(value) : JSON.stringify(String(value));
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
