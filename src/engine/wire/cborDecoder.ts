import { CBOR_DEPTH_MAX, CBOR_ITEMS_MAX } from '../limits.ts';
import { Timestamp } from './timestamp.ts';

/**
 * Reads one CBOR item (RFC 8949) that nobody vouches for: depth and number of items are bounded, a
 * length is believed only as far as there are bytes, and maps have no prototype. Byte strings are
 * views of `bytes`. Tag 1 gives a `Timestamp` of milliseconds, as AWS has it; other tags are
 * ignored. Of two members with one name the last counts, as in JSON. Throws CborError.
 */
export function decodeCbor(bytes: Uint8Array): unknown {
  const decoder = new CborDecoder(bytes);
  const value = decoder.item(0);
  decoder.expectEnd();
  return value;
}

export class CborError extends Error {
  override readonly name = 'CborError';
}

const UNSIGNED = 0;
const NEGATIVE = 1;
const BYTES = 2;
const TEXT = 3;
const ARRAY = 4;
const MAP = 5;
const TAG = 6;

const BREAK = 0xff;
const INDEFINITE = -1;
const TAG_EPOCH = 1;
const TAG_BIGNUM = 2;
const TAG_NEGATIVE_BIGNUM = 3;

class CborDecoder {
  private readonly bytes: Buffer;
  private offset = 0;
  private items = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  item(depth: number): unknown {
    this.items += 1;
    if (this.items > CBOR_ITEMS_MAX) throw new CborError('Too many items');
    const initial = this.byte();
    const info = initial & 0x1f;
    switch (initial >> 5) {
      case UNSIGNED:
        return this.argument(info);
      case NEGATIVE:
        return -1 - this.argument(info);
      case BYTES:
        return this.byteString(this.length(info));
      case TEXT:
        return this.text(this.length(info));
      case ARRAY:
        return this.array(this.length(info), deeper(depth));
      case MAP:
        return this.map(this.length(info), deeper(depth));
      case TAG:
        return this.tagged(this.argument(info), deeper(depth));
      default:
        return this.simple(info);
    }
  }

  expectEnd(): void {
    if (this.offset !== this.bytes.length) throw new CborError('Bytes after the end');
  }

  private byte(): number {
    const at = this.take(1);
    return this.bytes[at] ?? 0;
  }

  /** Moves on by `count` bytes and gives where they start. */
  private take(count: number): number {
    const at = this.offset;
    if (count > this.bytes.length - at) throw new CborError('Ends too early');
    this.offset = at + count;
    return at;
  }

  private argument(info: number): number {
    if (info < 24) return info;
    switch (info) {
      case 24:
        return this.byte();
      case 25:
        return this.bytes.readUInt16BE(this.take(2));
      case 26:
        return this.bytes.readUInt32BE(this.take(4));
      case 27:
        // Beyond 2^53 digits are lost, as they are in JSON.
        return Number(this.bytes.readBigUInt64BE(this.take(8)));
      default:
        throw new CborError('A reserved length');
    }
  }

  private length(info: number): number {
    return info === 31 ? INDEFINITE : this.argument(info);
  }

  private byteString(length: number): Buffer {
    if (length === INDEFINITE) return Buffer.concat(this.chunks(BYTES));
    const at = this.take(length);
    return this.bytes.subarray(at, at + length);
  }

  private text(length: number): string {
    if (length === INDEFINITE) return Buffer.concat(this.chunks(TEXT)).toString('utf8');
    const at = this.take(length);
    return this.bytes.toString('utf8', at, at + length);
  }

  /** The pieces of a string of unknown length; they must be of known length and the same type. */
  private chunks(type: typeof BYTES | typeof TEXT): Buffer[] {
    const chunks: Buffer[] = [];
    while (!this.atBreak()) {
      this.items += 1;
      if (this.items > CBOR_ITEMS_MAX) throw new CborError('Too many items');
      const initial = this.byte();
      if (initial >> 5 !== type) throw new CborError('A chunk of another type');
      chunks.push(this.byteString(this.argument(initial & 0x1f)));
    }
    return chunks;
  }

  private array(length: number, depth: number): unknown[] {
    const values: unknown[] = [];
    for (let index = 0; length === INDEFINITE ? !this.atBreak() : index < length; index += 1) {
      values.push(this.item(depth));
    }
    return values;
  }

  private map(length: number, depth: number): Readonly<Record<string, unknown>> {
    const members = Object.create(null) as Record<string, unknown>;
    for (let index = 0; length === INDEFINITE ? !this.atBreak() : index < length; index += 1) {
      const key = this.item(depth);
      if (typeof key !== 'string') throw new CborError('A key that is no text');
      members[key] = this.item(depth);
    }
    return members;
  }

  private atBreak(): boolean {
    if (this.bytes[this.offset] !== BREAK) return false;
    this.offset += 1;
    return true;
  }

  private tagged(tag: number, depth: number): unknown {
    const value = this.item(depth);
    if (tag === TAG_EPOCH) {
      if (typeof value !== 'number') throw new CborError('A time that is no number');
      return new Timestamp(value);
    }
    if (tag !== TAG_BIGNUM && tag !== TAG_NEGATIVE_BIGNUM) return value;
    if (!(value instanceof Uint8Array)) throw new CborError('A big number that is no byte string');
    const magnitude = magnitudeOf(value);
    return tag === TAG_BIGNUM ? magnitude : -1 - magnitude;
  }

  private simple(info: number): unknown {
    switch (info) {
      case 20:
        return false;
      case 21:
        return true;
      // Undefined counts as null: as absent.
      case 22:
      case 23:
        return null;
      case 25:
        return halfFloat(this.bytes.readUInt16BE(this.take(2)));
      case 26:
        return this.bytes.readFloatBE(this.take(4));
      case 27:
        return this.bytes.readDoubleBE(this.take(8));
      default:
        throw new CborError('An unknown simple value');
    }
  }
}

function deeper(depth: number): number {
  if (depth >= CBOR_DEPTH_MAX) throw new CborError('Nested too deeply');
  return depth + 1;
}

/** Infinite for what no double holds, which needs no more than the first bytes. */
function magnitudeOf(bytes: Uint8Array): number {
  let magnitude = 0;
  for (const byte of bytes) {
    magnitude = magnitude * 256 + byte;
    if (magnitude === Infinity) break;
  }
  return magnitude;
}

function halfFloat(bits: number): number {
  const sign = (bits & 0x8000) === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}
