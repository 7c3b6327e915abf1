import { inflateRawSync } from 'node:zlib';
import { START_SCHEMA_CHARS_MAX } from './limits.ts';
import { type AvroReader, avroReader } from '../schemas/avroSchema.ts';
import { ValueWriter } from '../schemas/valueWriter.ts';
import { AvroFileSchemas } from './avroFileSchemas.ts';
import { decoded, failed, type Decoder } from './decoder.ts';
import { Payload } from './payload.ts';

const MAGIC = [0x4f, 0x62, 0x6a, 1];
const SYNC_BYTES = 16;

/** The start of a file, read by Avro itself as the specification has it. */
const HEADER_TEXT = JSON.stringify({
  type: 'record',
  name: 'Header',
  fields: [
    { name: 'magic', type: { type: 'fixed', name: 'Magic', size: 4 } },
    { name: 'meta', type: { type: 'map', values: 'bytes' } },
    { name: 'sync', type: { type: 'fixed', name: 'Sync', size: SYNC_BYTES } },
  ],
});
const BLOCK_TEXT = JSON.stringify({
  type: 'record',
  name: 'Block',
  fields: [
    { name: 'count', type: 'long' },
    { name: 'data', type: 'bytes' },
    { name: 'sync', type: { type: 'fixed', name: 'Sync', size: SYNC_BYTES } },
  ],
});

const HEADER = avroReader({ text: HEADER_TEXT });
const BLOCK = avroReader({ text: BLOCK_TEXT });
const schemas = new AvroFileSchemas();

interface Header {
  readonly meta: ReadonlyMap<string, Uint8Array>;
  readonly sync: Uint8Array;
}

interface Block {
  readonly count: number | bigint;
  readonly data: Uint8Array;
  readonly sync: Uint8Array;
}

/** An object container file of Avro, which brings its schema along. Its objects become a list. */
export const avroFile: Decoder = {
  id: 'avroFile',
  title: 'Avro file',
  detect: ({ kind, bytes }) =>
    kind === 'unread' && MAGIC.every((byte, index) => bytes[index] === byte)
      ? 'certain'
      : undefined,
  decode({ bytes, isCut }, { bytesMax, startOnly }) {
    if (!MAGIC.every((byte, index) => bytes[index] === byte)) return failed('Not an Avro file');
    if (isCut) return { outcome: 'stopped', note: 'Too large for a preview' };
    const { value, end } = HEADER.readAt(bytes, 0);
    const { meta, sync } = value as Header;
    const text = (name: string): string | undefined => {
      const found = meta.get(name);
      return found && Buffer.from(found).toString('utf8');
    };
    const charsMax = startOnly ? START_SCHEMA_CHARS_MAX : Number.POSITIVE_INFINITY;
    const reader = schemas.readerOf(text('avro.schema') ?? '', charsMax);
    if (!reader) return { outcome: 'stopped', note: 'Its schema is too large for a preview' };
    const codec = text('avro.codec') ?? 'null';
    const objects = objectsOf(bytes, { start: end, sync, codec, reader, bytesMax });
    const writer = new ValueWriter(bytesMax);
    writer.write(objects);
    return decoded(Payload.ofJson(writer.json), `${String(objects.length)} of ${reader.typeName}`);
  },
};

function objectsOf(
  bytes: Uint8Array,
  file: {
    readonly start: number;
    readonly sync: Uint8Array;
    readonly codec: string;
    readonly reader: AvroReader;
    readonly bytesMax: number;
  },
): unknown[] {
  const objects: unknown[] = [];
  let bytesLeft = file.bytesMax;
  for (let at = file.start; at < bytes.length;) {
    const { value, end } = BLOCK.readAt(bytes, at);
    const { count, data, sync } = value as Block;
    if (Buffer.compare(sync, file.sync) !== 0) throw new Error('A block does not end as it should');
    const content = unpacked(data, file.codec, bytesLeft);
    bytesLeft -= content.length;
    readObjects(content, { count: Number(count), reader: file.reader, objects });
    at = end;
  }
  return objects;
}

function readObjects(
  content: Uint8Array,
  block: { readonly count: number; readonly reader: AvroReader; readonly objects: unknown[] },
): void {
  let at = 0;
  for (let left = block.count; left > 0; left--) {
    const { value, end } = block.reader.readAt(content, at);
    // Objects that take no bytes could be any number of them.
    if (end === at) throw new Error('Its objects are empty');
    block.objects.push(value);
    at = end;
  }
}

function unpacked(data: Uint8Array, codec: string, bytesMax: number): Uint8Array {
  if (codec === 'null') return data;
  if (codec === 'deflate') return inflateRawSync(data, { maxOutputLength: Math.max(1, bytesMax) });
  throw new Error(`It is compressed with ${codec}, of which only deflate is known`);
}
