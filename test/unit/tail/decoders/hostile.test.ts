import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';

import { encode as encodeMessagePack } from '@msgpack/msgpack';
import { encode as encodeCbor } from 'cborg';
import { DecodePipeline } from '../../../../src/tail/decoders/pipeline.ts';
import { decodersWith } from '../../../../src/tail/decoders/withSchemas.ts';
import type { Decoding } from '../../../../src/tail/decoding.ts';
import {
  DECODED_BYTES_MAX,
  START_DECODED_BYTES_MAX,
} from '../../../../src/tail/decoders/limits.ts';
import type { SchemaText } from '../../../../src/tail/schemas/schema.ts';
import { SchemaCache } from '../../../../src/tail/schemas/schemaCache.ts';
import { FakeClock, settle } from '../../../support/fakeClock.ts';
import { aggregateOf } from '../../../support/kplAggregator.ts';
import { seededRandom } from '../../../support/seededRandom.ts';
import * as encodings from '../schemas/encodings.ts';

const VALUE = { truck: 'truck_71', speeds: [83.1, 12, 1e6], nested: { ä: null, ok: true } };
const JSON_TEXT = JSON.stringify(VALUE);
const LOGS = JSON.stringify({
  messageType: 'DATA_MESSAGE',
  logGroup: 'g',
  logStream: 's',
  logEvents: [{ id: '1', timestamp: 1, message: 'm' }],
});
const DYNAMODB =
  '{"eventName":"MODIFY","tableName":"orders","eventSource":"aws:dynamodb","dynamodb":' +
  '{"Keys":{"id":{"S":"o"}},"NewImage":{"total":{"N":"1.20"}},"OldImage":{"total":{"N":"1"}}}}';
const DMS =
  '{"data":{"id":8},"metadata":{"record-type":"data","operation":"update","schema-name":"hr","table-name":"e"}}';

const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const confluent = (id: number, ...content: Uint8Array[]): Uint8Array =>
  new Uint8Array(Buffer.concat([Buffer.from([0, 0, 0, 0, id]), ...content]));

/** Of every format one that a library made, and the steps to pin where it is not detected. */
const REAL: Readonly<Record<string, { data: Uint8Array; pinned?: readonly string[] }>> = {
  json: { data: utf8(JSON_TEXT) },
  cloudWatchLogs: { data: new Uint8Array(gzipSync(LOGS)) },
  dynamodb: { data: utf8(DYNAMODB) },
  dms: { data: utf8(DMS) },
  kpl: {
    data: new Uint8Array(aggregateOf([{ partitionKey: 'k', data: Buffer.from(JSON_TEXT) }]).data),
  },
  avroFile: { data: bytesOf(encodings.AVRO_FILE) },
  avroFileDeflate: { data: bytesOf(encodings.AVRO_FILE_DEFLATE) },
  glueAvro: { data: bytesOf(encodings.GLUE_AVRO) },
  glueAvroZlib: { data: bytesOf(encodings.GLUE_AVRO_ZLIB) },
  confluentAvro: { data: confluent(7, bytesOf(encodings.AVRO_TRUCK)) },
  confluentProtobuf: {
    data: confluent(8, new Uint8Array([2, 2]), bytesOf(encodings.PROTOBUF_TRUCK)),
  },
  streamAvro: { data: bytesOf(encodings.AVRO_TRUCK) },
  protobufRaw: { data: bytesOf(encodings.PROTOBUF_TRUCK), pinned: ['protobufRaw'] },
  gzip: { data: new Uint8Array(gzipSync(JSON_TEXT)) },
  zlib: { data: new Uint8Array(deflateSync(JSON_TEXT)) },
  zstd: { data: new Uint8Array(zstdCompressSync(JSON_TEXT)) },
  deflate: { data: new Uint8Array(deflateRawSync(JSON_TEXT)), pinned: ['deflate'] },
  base64: { data: utf8(Buffer.from(JSON_TEXT).toString('base64')) },
  hex: { data: utf8(Buffer.from(JSON_TEXT).toString('hex')) },
  utf16: { data: new Uint8Array(Buffer.from(`\ufeff${JSON_TEXT}`, 'utf16le')) },
  latin1: { data: new Uint8Array(Buffer.from('{"größe":1}', 'latin1')), pinned: ['latin1'] },
  messagePack: { data: encodeMessagePack(VALUE) },
  cbor: { data: encodeCbor(VALUE) },
};

const AVRO: SchemaText = { format: 'AVRO', text: encodings.TRUCK_AVSC, origin: 'trucks' };
const PROTOBUF: SchemaText = { format: 'PROTOBUF', text: encodings.FLEET_PROTO, origin: 'fleet' };

/** Below the decoders no call may throw, and what comes out is bounded whatever goes in. */
describe('a hostile payload', () => {
  let cache: SchemaCache;
  before(async () => {
    cache = new SchemaCache({
      clock: new FakeClock(),
      source: {
        has: () => true,
        fetch: (id) => Promise.resolve(id.kind === 'confluent' && id.id === 8 ? PROTOBUF : AVRO),
      },
    });
    for (const name of Object.keys(REAL)) decode(name);
    await settle();
  });
  after(() => cache.dispose());

  function decode(name: string, data = REAL[name]?.data ?? new Uint8Array()): Decoding {
    const pinned = REAL[name]?.pinned;
    const pipeline = new DecodePipeline({ decoders: decodersWith(cache, 'trucks'), pinned });
    const whole = pipeline.decode(data);
    const start = pipeline.decode(data, { startOnly: true });
    pipeline.dispose();
    for (const [{ kind, text, bytes, steps }, bytesMax] of [
      [whole, DECODED_BYTES_MAX],
      [start, START_DECODED_BYTES_MAX],
    ] as const) {
      assert.ok(steps.length > 0 && steps.length <= 20, name);
      assert.ok(bytes.length <= Math.max(bytesMax, 2 * data.length), `${name}: ${bytes.length}`);
      assert.ok(text.length <= Math.max(bytesMax, 2 * data.length), `${name}: ${text.length}`);
      if (kind === 'binary') assert.equal(text, '', name);
    }
    if (whole.kind === 'json') assert.doesNotThrow(() => JSON.parse(whole.text) as unknown, name);
    return whole;
  }

  for (const name of Object.keys(REAL)) {
    it(`is decoded when it is whole: ${name}`, () => assert.equal(decode(name).kind, 'json'));

    it(`harms nothing wherever it is cut: ${name}`, () => {
      const { data = new Uint8Array() } = REAL[name] ?? {};
      for (let length = 0; length < data.length; length++) decode(name, data.subarray(0, length));
    });

    it(`harms nothing whatever is changed in it: ${name}`, () => {
      for (let seed = 1; seed <= 300; seed++) {
        const random = seededRandom(seed);
        const data = REAL[name]?.data.slice() ?? new Uint8Array();
        for (let change = 0; change < 1 + random() * 4; change++) {
          data[Math.floor(random() * data.length)] = Math.floor(random() * 256);
        }
        try {
          decode(name, data);
        } catch (cause) {
          throw new Error(`seed ${seed}`, { cause });
        }
      }
    });
  }

  it('that unpacks to very much brings no more than the bound, in every format', () => {
    const zeros = new Uint8Array(64 << 20);
    const glueHeader = bytesOf(encodings.GLUE_AVRO_ZLIB).subarray(0, 18);
    const bombs: Readonly<Record<string, Uint8Array>> = {
      gzip: gzipSync(zeros),
      zlib: deflateSync(zeros),
      zstd: zstdCompressSync(zeros),
      deflate: deflateRawSync(zeros),
      base64: utf8(gzipSync(zeros).toString('base64')),
      glueAvroZlib: Buffer.concat([glueHeader, deflateSync(zeros)]),
      cloudWatchLogs: gzipSync(gzipSync(zeros)),
    };
    for (const [name, bomb] of Object.entries(bombs)) {
      assert.ok(bomb.length < 200_000, name);
      const { kind, steps } = decode(name, new Uint8Array(bomb));
      assert.equal(kind, 'binary', name);
      assert.ok(
        steps.some(({ outcome }) => outcome === 'stopped' || outcome === 'failed'),
        name,
      );
    }
  });

  it('that claims to hold very much, or lies very deep, is not taken at its word', () => {
    const claims: Readonly<Record<string, Uint8Array>> = {
      messagePack: new Uint8Array([0xdd, 0xff, 0xff, 0xff, 0xff, 0xc0]),
      cbor: new Uint8Array([0x9b, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xf6]),
      streamAvro: new Uint8Array(20).fill(0xff),
      protobufRaw: new Uint8Array([0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f]),
    };
    for (const [name, claim] of Object.entries(claims)) {
      assert.notEqual(decode(name, claim).kind, 'json', name);
    }
    const deep: Readonly<Record<string, Uint8Array>> = {
      json: utf8(`${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`),
      dynamodb: utf8(DYNAMODB.replace('{"S":"o"}', '{"L":['.repeat(50_000) + ']}'.repeat(50_000))),
      messagePack: new Uint8Array(1_000_000).fill(0x91),
      cbor: new Uint8Array(1_000_000).fill(0x81),
      protobufRaw: new Uint8Array(100_000).fill(0x0b),
    };
    for (const [name, data] of Object.entries(deep)) decode(name, data);
  });

  it('that is one number of millions of digits is given up', () => {
    const continued = new Uint8Array(1_000_000).fill(0x81);
    const digits = new Uint8Array(4 << 20).fill(0x7f);
    const numbers: Readonly<Record<string, Uint8Array>> = {
      streamAvro: continued,
      avroFile: new Uint8Array([0x4f, 0x62, 0x6a, 1, ...continued]),
      confluentProtobuf: confluent(8, new Uint8Array([0, 0x10]), continued),
      cbor: new Uint8Array([0xa1, 0x61, 0x61, 0xc2, 0x5a, 0, 0x40, 0, 0, ...digits]),
    };
    const notes = Object.entries(numbers).map(([name, data]) => decode(name, data).steps);
    assert.match(JSON.stringify(notes[0]), /A long has more than 64 bits/);
    assert.match(JSON.stringify(notes[3]), /A big number has too many digits/);
  });
});
