import protobuf from 'protobufjs';
import { PROTOBUF_RAW_DEPTH_MAX } from './limits.ts';
import { wideNumber } from '../schemas/protobufValue.ts';
import { ValueWriter } from '../schemas/valueWriter.ts';
import { decoded, type Decoder } from './decoder.ts';
import { isPrintable, Payload } from './payload.ts';

const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Protobuf without its schema: fields by their numbers, so it runs only when it is pinned. A field
 * of bytes counts as a message when it reads as one, else as text, else it is base64; numbers of
 * fixed size are read as floating point, and the others as unsigned integers.
 */
export const protobufRaw: Decoder = {
  id: 'protobufRaw',
  title: 'Protobuf without a schema',
  decode({ bytes }, { bytesMax }) {
    const fields = fieldsOf(bytes, 0);
    if (!fields) throw new Error('Not a message of Protobuf');
    const writer = new ValueWriter(bytesMax);
    writer.write(fields);
    return decoded(Payload.ofJson(writer.json), 'Fields by their numbers');
  },
};

/** Undefined when the bytes do not read as a message. */
function fieldsOf(bytes: Uint8Array, depth: number): Map<string, unknown> | undefined {
  if (depth > PROTOBUF_RAW_DEPTH_MAX) return undefined;
  const fields = new Map<string, unknown[]>();
  const reader = protobuf.Reader.create(bytes);
  try {
    while (reader.pos < reader.len) {
      const tag = reader.uint32();
      const number = tag >>> 3;
      if (number === 0) return undefined;
      const values = fields.get(String(number)) ?? [];
      values.push(valueOf(reader, tag & 7, depth));
      fields.set(String(number), values);
    }
  } catch {
    return undefined;
  }
  const single = ([name, values]: [string, unknown[]]): [string, unknown] => [
    name,
    values.length === 1 ? values[0] : values,
  ];
  return new Map([...fields].map(single));
}

function valueOf(reader: protobuf.Reader, wireType: number, depth: number): unknown {
  switch (wireType) {
    case 0:
      return wideNumber(reader.uint64());
    case 1:
      return reader.double();
    case 2:
      return contentOf(reader.bytes(), depth);
    case 5:
      return reader.float();
    default:
      throw new Error('Groups are not read');
  }
}

function contentOf(bytes: Uint8Array, depth: number): unknown {
  const text = textOf(bytes);
  if (text !== undefined && isPrintable(text)) return text;
  return fieldsOf(bytes, depth + 1) ?? text ?? bytes;
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return STRICT_UTF8.decode(bytes);
  } catch {
    return undefined;
  }
}
