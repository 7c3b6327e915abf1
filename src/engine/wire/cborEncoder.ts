import { Timestamp } from './timestamp.ts';

/** Writes a value of an operation's answer as CBOR; members that are undefined are left out. */
export function encodeCbor(value: unknown): Uint8Array {
  const writer = new CborWriter();
  writeValue(writer, value);
  return writer.bytes();
}

const UNSIGNED = 0;
const NEGATIVE = 1;
const BYTES = 2;
const TEXT = 3;
const ARRAY = 4;
const MAP = 5;
const TAG = 6;
const SIMPLE = 7;

const FALSE = 20;
const TRUE = 21;
const NULL = 22;
const TAG_EPOCH = 1;
const START_BYTES = 512;
const HEAD_BYTES_MAX = 9;

class CborWriter {
  private buffer = Buffer.allocUnsafe(START_BYTES);
  private length = 0;

  bytes(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }

  /** A major type with its argument, which is a whole number of at most 2^53. */
  head(type: number, argument: number): void {
    this.reserve(HEAD_BYTES_MAX);
    const { buffer, length } = this;
    if (argument < 24) {
      this.length = buffer.writeUInt8((type << 5) | argument, length);
    } else if (argument < 0x100) {
      buffer.writeUInt8((type << 5) | 24, length);
      this.length = buffer.writeUInt8(argument, length + 1);
    } else if (argument < 0x1_0000) {
      buffer.writeUInt8((type << 5) | 25, length);
      this.length = buffer.writeUInt16BE(argument, length + 1);
    } else if (argument < 0x1_0000_0000) {
      buffer.writeUInt8((type << 5) | 26, length);
      this.length = buffer.writeUInt32BE(argument, length + 1);
    } else {
      buffer.writeUInt8((type << 5) | 27, length);
      this.length = buffer.writeBigUInt64BE(BigInt(argument), length + 1);
    }
  }

  double(value: number): void {
    this.reserve(HEAD_BYTES_MAX);
    this.buffer.writeUInt8((SIMPLE << 5) | 27, this.length);
    this.length = this.buffer.writeDoubleBE(value, this.length + 1);
  }

  text(value: string): void {
    const bytes = Buffer.byteLength(value);
    this.head(TEXT, bytes);
    this.reserve(bytes);
    this.length += this.buffer.write(value, this.length);
  }

  byteString(value: Uint8Array): void {
    this.head(BYTES, value.length);
    this.reserve(value.length);
    this.buffer.set(value, this.length);
    this.length += value.length;
  }

  private reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.buffer.length * 2));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
  }
}

function writeValue(writer: CborWriter, value: unknown): void {
  switch (typeof value) {
    case 'string':
      writer.text(value);
      return;
    case 'number':
      writeNumber(writer, value);
      return;
    case 'boolean':
      writer.head(SIMPLE, value ? TRUE : FALSE);
      return;
    default:
      if (typeof value === 'object' && value !== null) writeObject(writer, value);
      else writer.head(SIMPLE, NULL);
  }
}

function writeNumber(writer: CborWriter, value: number): void {
  if (!Number.isSafeInteger(value)) writer.double(value);
  else if (value < 0) writer.head(NEGATIVE, -1 - value);
  else writer.head(UNSIGNED, value);
}

function writeObject(writer: CborWriter, value: object): void {
  if (value instanceof Uint8Array) writer.byteString(value);
  else if (value instanceof Timestamp) {
    writer.head(TAG, TAG_EPOCH);
    writeNumber(writer, Math.round(value.epochMs));
  } else if (Array.isArray(value)) {
    writer.head(ARRAY, value.length);
    for (const member of value) writeValue(writer, member);
  } else {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    writer.head(MAP, members.length);
    for (const [key, member] of members) {
      writer.text(key);
      writeValue(writer, member);
    }
  }
}
