import {
  decode as decodeMessagePack,
  decodeTimestampToTimeSpec,
  ExtData,
  ExtensionCodec,
} from '@msgpack/msgpack';
import { type Decoder, decoded, failed } from './decoder.ts';
import { JsonWriter } from './jsonWriter.ts';
import { isWholeMessagePack, startsWithTextKey } from './messagePackShape.ts';
import { Payload } from './payload.ts';

/**
 * MessagePack as JSON. Nearly any bytes are MessagePack of some kind, so it is seen only in an array
 * or a map that ends where the payload does. A map that begins with a number has to be pinned: its
 * first byte is that of an array in CBOR, which begin with numbers more often.
 */
export const messagePack: Decoder = {
  id: 'messagepack',
  title: 'MessagePack',
  detect(payload) {
    const { kind, isCut, bytes } = payload;
    if (kind !== 'unread' || isCut || !isMapOrArray(bytes[0] ?? 0)) return undefined;
    if (bytes.length < 2 || payload.text !== undefined) return undefined;
    if (!isWholeMessagePack(bytes)) return undefined;
    if (startsWithTextKey(bytes)) return 'certain';
    return isArray(bytes[0] ?? 0) ? 'guess' : undefined;
  },
  decode({ bytes, isCut }, { bytesMax }) {
    if (isCut) return failed('Only its start is here');
    // Before the library allocates what a length says.
    if (!isWholeMessagePack(bytes)) return failed('Its lengths do not add up to the payload');
    const writer = new JsonWriter(bytesMax);
    const options = { useBigInt64: true, extensionCodec: TIMESTAMPS, mapKeyConverter: markedKey };
    write(writer, decodeMessagePack(bytes, options));
    return decoded(Payload.ofJson(writer.text), writer.note);
  },
};

function isMapOrArray(byte: number): boolean {
  return (byte >= 0x80 && byte <= 0x9f) || (byte >= 0xdc && byte <= 0xdf);
}

function isArray(byte: number): boolean {
  return (byte >= 0x90 && byte <= 0x9f) || byte === 0xdc || byte === 0xdd;
}

/** Its nanoseconds do not fit in a Date. */
class Timestamp {
  readonly iso: string;

  constructor(data: Uint8Array) {
    const { sec, nsec } = decodeTimestampToTimeSpec(data);
    const fraction = String(nsec).padStart(9, '0');
    const date = new Date(sec * 1_000);
    const seconds = Number.isNaN(date.getTime()) ? `${String(sec)} s` : date.toISOString();
    this.iso = seconds.replace('.000Z', `.${fraction}Z`);
  }
}

const TIMESTAMP_TYPE = -1;
const TIMESTAMPS = new ExtensionCodec();
TIMESTAMPS.register({
  type: TIMESTAMP_TYPE,
  encode: () => null,
  decode: (data) => new Timestamp(data),
});

/**
 * The library makes objects, which put keys that look like numbers first. With a letter before it no
 * key looks like one; the letter also says whether the key was a text.
 */
function markedKey(key: unknown): string {
  if (typeof key === 'string') return `t${key}`;
  const writer = new JsonWriter(KEY_CHARS_MAX);
  write(writer, key);
  return `j${writer.text}`;
}

const KEY_CHARS_MAX = 64 * 1024;

function write(writer: JsonWriter, value: unknown): void {
  if (typeof value === 'string') writer.string(value);
  else if (typeof value === 'number' || typeof value === 'bigint') writer.number(value);
  else if (value === null || typeof value === 'boolean') writer.push(String(value));
  else if (value instanceof Uint8Array) writer.base64(value);
  else if (value instanceof Timestamp) {
    writer.lose('timestamps as text');
    writer.string(value.iso);
  } else if (value instanceof ExtData) writeExtension(writer, value);
  else if (Array.isArray(value)) writer.nest(() => writeArray(writer, value));
  else writer.nest(() => writeMap(writer, value as Record<string, unknown>));
}

function writeArray(writer: JsonWriter, items: readonly unknown[]): void {
  writer.push('[');
  for (const [index, item] of items.entries()) {
    if (index > 0) writer.push(',');
    write(writer, item);
  }
  writer.push(']');
}

function writeMap(writer: JsonWriter, map: Record<string, unknown>): void {
  writer.push('{');
  for (const [index, [marked, value]] of Object.entries(map).entries()) {
    if (index > 0) writer.push(',');
    const isText = marked.startsWith('t');
    const key = marked.slice(1);
    writer.key(isText ? JSON.stringify(key) : key, isText);
    write(writer, value);
  }
  writer.push('}');
}

function writeExtension(writer: JsonWriter, { type, data }: ExtData): void {
  writer.lose(`extension type ${String(type)} as base64`);
  const bytes = typeof data === 'function' ? data(0) : data;
  writer.push(`{"extension":${String(type)},"data":`);
  writer.base64(bytes);
  writer.push('}');
}
