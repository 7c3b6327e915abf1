import { Tokenizer } from 'cborg';
import { BIG_NUMBER_BYTES_MAX } from './limits.ts';
import type { JsonWriter } from './jsonWriter.ts';

const OPTIONS = { allowBigInt: true };
const BREAK = 0xff;
const INDEFINITE_BYTES = 0x5f;
const INDEFINITE_TEXT = 0x7f;

const POSITIVE_BIG_NUMBER = 2;
const NEGATIVE_BIG_NUMBER = 3;
const DECIMAL_FRACTION = 4;
/** What says nothing about a value that its JSON does not: it is CBOR, a date as text, an epoch time. */
const SILENT_TAGS = new Set([0, 1, 55_799]);

interface Token {
  readonly type: { readonly name: string };
  readonly value?: unknown;
}

/**
 * Writes CBOR as JSON token by token, so that nothing is built that the bytes do not have, and all
 * digits, the order of keys and keys that are there twice stay. Throws what is wrong with it.
 */
export class CborReader {
  private readonly bytes: Uint8Array;
  private readonly writer: JsonWriter;
  private tokens: Tokenizer;
  /** Where the bytes of `tokens` begin. */
  private base = 0;

  constructor(bytes: Uint8Array, writer: JsonWriter) {
    this.bytes = bytes;
    this.writer = writer;
    this.tokens = new Tokenizer(bytes, OPTIONS);
  }

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  value(): void {
    const first = this.bytes[this.at];
    if (first === INDEFINITE_BYTES || first === INDEFINITE_TEXT) {
      this.chunks(first === INDEFINITE_TEXT);
      return;
    }
    this.write(this.next());
  }

  private get at(): number {
    return this.base + this.tokens.pos();
  }

  private next(): Token {
    if (this.isAtEnd) throw new Error('It ends too early');
    return this.tokens.next();
  }

  private write({ type, value }: Token): void {
    const { writer } = this;
    const { name } = type;
    if (name === 'uint' || name === 'negint' || name === 'float') {
      writer.number(value as number | bigint);
    } else if (name === 'string') writer.string(value as string);
    else if (name === 'bytes') writer.base64(value as Uint8Array);
    else if (name === 'array') writer.nest(() => this.array(value as number));
    else if (name === 'map') writer.nest(() => this.map(value as number));
    else if (name === 'tag') this.tagged(Number(value));
    else if (name === 'undefined') {
      writer.lose('undefined as null');
      writer.push('null');
    } else if (name === 'break') throw new Error('A break stands where none can be');
    else writer.push(name);
  }

  private array(length: number): void {
    this.writer.push('[');
    for (let index = 0; index < length && !this.takeBreak(length); index++) {
      if (index > 0) this.writer.push(',');
      this.value();
    }
    this.writer.push(']');
  }

  private map(length: number): void {
    const { writer } = this;
    writer.push('{');
    for (let index = 0; index < length && !this.takeBreak(length); index++) {
      if (index > 0) writer.push(',');
      const isText = (this.bytes[this.at] ?? 0) >> 5 === 3;
      writer.key(
        writer.aside(() => this.value()),
        isText,
      );
      this.value();
    }
    writer.push('}');
  }

  private takeBreak(length: number): boolean {
    if (length !== Number.POSITIVE_INFINITY || this.bytes[this.at] !== BREAK) return false;
    this.skipByte();
    return true;
  }

  /** Text or bytes of no stated length, which the library does not read: chunks up to a break. */
  private chunks(isText: boolean): void {
    const wanted = isText ? 'string' : 'bytes';
    const parts: (string | Uint8Array)[] = [];
    this.skipByte();
    while (this.bytes[this.at] !== BREAK) {
      const { type, value } = this.next();
      if (type.name !== wanted) throw new Error('A chunk is of another type than its string');
      parts.push(value as string | Uint8Array);
    }
    this.skipByte();
    if (isText) this.writer.string(parts.join(''));
    else this.writer.base64(Buffer.concat(parts as Uint8Array[]));
  }

  private tagged(tag: number): void {
    if (tag === POSITIVE_BIG_NUMBER || tag === NEGATIVE_BIG_NUMBER) {
      this.writer.number(this.bigNumber(tag));
    } else if (tag === DECIMAL_FRACTION) this.decimalFraction();
    else {
      if (!SILENT_TAGS.has(tag)) this.writer.lose(`tag ${String(tag)} left out`);
      this.writer.nest(() => this.value());
    }
  }

  private bigNumber(tag: number): bigint {
    const { type, value } = this.next();
    if (type.name !== 'bytes') throw new Error('A big number is not of bytes');
    const bytes = value as Uint8Array;
    if (bytes.length > BIG_NUMBER_BYTES_MAX) throw new Error('A big number has too many digits');
    const hex = Buffer.from(bytes).toString('hex');
    const size = BigInt(`0x${hex === '' ? '0' : hex}`);
    return tag === NEGATIVE_BIG_NUMBER ? -1n - size : size;
  }

  /** [exponent, mantissa], which JSON writes with all its digits. */
  private decimalFraction(): void {
    const { type, value } = this.next();
    if (type.name !== 'array' || value !== 2) throw new Error('A decimal fraction is not a pair');
    const exponent = this.integer();
    const mantissa = this.integer();
    this.writer.push(`${String(mantissa)}e${String(exponent)}`);
  }

  private integer(): number | bigint {
    const { type, value } = this.next();
    if (type.name === 'uint' || type.name === 'negint') return value as number | bigint;
    const isBig = value === POSITIVE_BIG_NUMBER || value === NEGATIVE_BIG_NUMBER;
    if (type.name === 'tag' && isBig) return this.bigNumber(value);
    throw new Error('A decimal fraction is not of integers');
  }

  private skipByte(): void {
    this.base = this.at + 1;
    this.tokens = new Tokenizer(this.bytes.subarray(this.base), OPTIONS);
  }
}
