import { createHash } from 'node:crypto';
import protobuf from 'protobufjs/minimal.js';
import { HASH_KEY_DIGITS_MAX, PARTITION_KEY_CHARS_MAX } from '../limits.ts';
import { KPL_RECORDS_MAX } from './limits.ts';

/** What a producer put: several of them share a record of the stream. */
export interface UserRecord {
  readonly partitionKey: string;
  readonly explicitHashKey: string | undefined;
  /** A view of the aggregate's bytes. */
  readonly data: Uint8Array;
}

const MAGIC = [0xf3, 0x89, 0x9a, 0xc2] as const;
const MD5_BYTES = 16;

/** Whether it begins as an aggregate of the Kinesis Producer Library does. */
export function isAggregate(data: Uint8Array): boolean {
  return MAGIC.every((byte, index) => data[index] === byte);
}

/**
 * The user records of an aggregate: a mark, a message of Protocol Buffers and its MD5. Returns a
 * sentence without its full stop for what says that it is one and is not.
 * https://github.com/awslabs/amazon-kinesis-producer/blob/master/aggregation-format.md
 */
export function readAggregate(data: Uint8Array): readonly UserRecord[] | string {
  if (!isAggregate(data)) return 'It does not begin with the mark of an aggregate';
  const bodyEnd = data.length - MD5_BYTES;
  if (bodyEnd < MAGIC.length) return 'It ends too early';
  const body = data.subarray(MAGIC.length, bodyEnd);
  const digest = createHash('md5').update(body).digest();
  if (!digest.equals(data.subarray(bodyEnd)))
    return 'The MD5 at its end is not that of its content';
  try {
    return userRecordsOf(readBody(body));
  } catch (error) {
    return error instanceof Malformed ? error.message : 'Its content is not what an aggregate has';
  }
}

/** Says what is wrong with a content whose MD5 is right. */
class Malformed extends Error {}

interface Body {
  readonly partitionKeys: string[];
  readonly explicitHashKeys: string[];
  readonly records: RecordPart[];
}

interface RecordPart {
  keyIndex: number;
  hashKeyIndex: number | undefined;
  data: Uint8Array | undefined;
}

function readBody(bytes: Uint8Array): Body {
  const body: Body = { partitionKeys: [], explicitHashKeys: [], records: [] };
  const reader = protobuf.Reader.create(bytes);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag === 0x0a) body.partitionKeys.push(keyOf(reader, PARTITION_KEY_CHARS_MAX));
    else if (tag === 0x12) body.explicitHashKeys.push(keyOf(reader, HASH_KEY_DIGITS_MAX));
    else if (tag === 0x1a) body.records.push(readRecord(reader, reader.uint32()));
    else reader.skipType(tag & 7);
    if (body.records.length > KPL_RECORDS_MAX) {
      throw new Malformed(`It has more than ${String(KPL_RECORDS_MAX)} user records`);
    }
  }
  return body;
}

/** Each user record gets its own copy of its key, so a key of megabytes would fill the memory. */
function keyOf(reader: protobuf.Reader, charsMax: number): string {
  const key = reader.string();
  // Characters as the service counts them, of at most two units each.
  if (key.length > 2 * charsMax || Array.from(key).length > charsMax) {
    throw new Malformed('It has a key that is longer than the service allows');
  }
  return key;
}

function readRecord(reader: protobuf.Reader, length: number): RecordPart {
  const end = reader.pos + length;
  const part: RecordPart = { keyIndex: 0, hashKeyIndex: undefined, data: undefined };
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (tag === 0x08) part.keyIndex = reader.uint32();
    else if (tag === 0x10) part.hashKeyIndex = reader.uint32();
    else if (tag === 0x1a) part.data = reader.bytes();
    else reader.skipType(tag & 7);
  }
  if (reader.pos !== end) throw new Malformed('A user record is longer than it says');
  return part;
}

function userRecordsOf({ partitionKeys, explicitHashKeys, records }: Body): readonly UserRecord[] {
  return records.map(({ keyIndex, hashKeyIndex, data }, index) => {
    const partitionKey = partitionKeys[keyIndex];
    const explicitHashKey = hashKeyIndex === undefined ? undefined : explicitHashKeys[hashKeyIndex];
    const isHashKeyMissing = hashKeyIndex !== undefined && explicitHashKey === undefined;
    if (partitionKey === undefined || isHashKeyMissing || data === undefined) {
      throw new Malformed(`User record ${String(index + 1)} has no key or no data`);
    }
    return { partitionKey, explicitHashKey, data };
  });
}
