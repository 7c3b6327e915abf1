import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ExpectedError } from '../../../../src/base/errors.ts';
import { BUILT_IN_DECODERS } from '../../../../src/tail/decoders/all.ts';
import { DecodePipeline } from '../../../../src/tail/decoders/pipeline.ts';
import { decodersWith } from '../../../../src/tail/decoders/withSchemas.ts';
import { keyOf, type SchemaSource, type SchemaText } from '../../../../src/tail/schemas/schema.ts';
import { SchemaCache } from '../../../../src/tail/schemas/schemaCache.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import * as encodings from '../schemas/encodings.ts';
import { AVRO_LONE_JSON, AVRO_TRUCK_JSON, PROTOBUF_TRUCK_JSON } from '../schemas/expected.ts';
import { outcome } from './outcome.ts';

const { GLUE_VERSION_ID: VERSION } = encodings;
const AVRO: SchemaText = { format: 'AVRO', text: encodings.TRUCK_AVSC, origin: 'trucks version 3' };
const PROTOBUF: SchemaText = { format: 'PROTOBUF', text: encodings.FLEET_PROTO, origin: 'fleet' };
const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));

function sourceOf(schemas: Record<string, SchemaText>): SchemaSource {
  return {
    has: (id) => id.kind === 'glue' || keyOf(id) in schemas,
    fetch: (id) => {
      const schema = schemas[keyOf(id)];
      const missing = new ExpectedError('notFound', `No schema ${keyOf(id)}. Name a file for it.`);
      return schema ? Promise.resolve(schema) : Promise.reject(missing);
    },
  };
}

/** Decodes twice: at first the schema is on its way. */
async function decode(
  data: Uint8Array,
  schemas: Record<string, SchemaText>,
  pinned?: readonly string[],
): Promise<[ReturnType<typeof outcome>, ReturnType<typeof outcome>]> {
  const cache = new SchemaCache({ source: sourceOf(schemas), clock: new FakeClock() });
  const pipeline = new DecodePipeline({ decoders: decodersWith(cache, 'trucks'), pinned });
  const before = outcome(pipeline.decode(data));
  await new Promise((resolve) => setImmediate(resolve));
  const after = outcome(pipeline.decode(data));
  cache.dispose();
  pipeline.dispose();
  return [before, after];
}

describe('records with a frame of the Glue schema registry', () => {
  it('wait for their schema and are read by it', async () => {
    const [before, after] = await decode(bytesOf(encodings.GLUE_AVRO), {
      [`glue:${VERSION}`]: AVRO,
    });
    assert.deepEqual(
      [before.kind, before.steps],
      [
        'binary',
        [
          `Glue schema frame: decoded: Schema version ${VERSION}`,
          'Schema: waiting: Fetching the schema',
        ],
      ],
    );
    assert.deepEqual(after, {
      kind: 'json',
      text: AVRO_TRUCK_JSON,
      steps: [
        `Glue schema frame: decoded: Schema version ${VERSION}`,
        'Avro: decoded: com.acme.Truck, from trucks version 3',
      ],
    });
  });

  const packed = `Glue schema frame: decoded: Schema version ${VERSION}, compressed with zlib`;
  it('are read when they are compressed', async () => {
    const [, avro] = await decode(bytesOf(encodings.GLUE_AVRO_ZLIB), { [`glue:${VERSION}`]: AVRO });
    assert.deepEqual([avro.text, avro.steps[0]], [AVRO_TRUCK_JSON, packed]);
  });

  it('are read when they hold Protobuf', async () => {
    const schemas = { [`glue:${VERSION}`]: PROTOBUF };
    const [, truck] = await decode(bytesOf(encodings.GLUE_PROTOBUF_TRUCK), schemas);
    const [, position] = await decode(bytesOf(encodings.GLUE_PROTOBUF_POSITION_ZLIB), schemas);
    assert.deepEqual([truck.text, position.text], [PROTOBUF_TRUCK_JSON, '{"lat":2.5}']);
  });

  it('are read when they hold JSON', async () => {
    const schema: SchemaText = { format: 'JSON', text: '{}', origin: 'speeds' };
    const [, json] = await decode(bytesOf(encodings.GLUE_JSON_ZLIB), {
      [`glue:${VERSION}`]: schema,
    });
    assert.deepEqual(json, {
      kind: 'json',
      text: '{"speed":83,"id":9007199254740993}',
      steps: [packed, 'JSON: decoded: Of the JSON schema speeds'],
    });
  });

  it('say why their schema could not be had, or does not fit', async () => {
    const [, missing] = await decode(bytesOf(encodings.GLUE_AVRO), {});
    assert.equal(missing.steps[1], `Schema: failed: No schema glue:${VERSION}. Name a file for it`);
    const other: SchemaText = { ...AVRO, text: '"int"' };
    const [, wrong] = await decode(bytesOf(encodings.GLUE_AVRO), { [`glue:${VERSION}`]: other });
    assert.match(wrong.steps[1] ?? '', /^Avro: failed: \d+ bytes are left over/);
  });
});

describe('records with a frame of a Confluent schema registry', () => {
  const framed = (id: number, content: Uint8Array): Uint8Array => {
    const header = Buffer.alloc(5);
    header.writeUInt32BE(id, 1);
    return new Uint8Array(Buffer.concat([header, content]));
  };

  it('are read by their schema', async () => {
    const [, avro] = await decode(framed(7, bytesOf(encodings.AVRO_TRUCK)), {
      'confluent:7': AVRO,
    });
    assert.deepEqual(avro, {
      kind: 'json',
      text: AVRO_TRUCK_JSON,
      steps: [
        'Confluent schema frame: decoded: Schema 7',
        'Avro: decoded: com.acme.Truck, from trucks version 3',
      ],
    });
    const content = Buffer.concat([Buffer.from([2, 2]), bytesOf(encodings.PROTOBUF_TRUCK)]);
    const [, proto] = await decode(framed(8, content), { 'confluent:8': PROTOBUF });
    assert.equal(proto.text, PROTOBUF_TRUCK_JSON);
  });

  it('are not looked for where there is no registry', async () => {
    const [, none] = await decode(framed(7, bytesOf(encodings.AVRO_TRUCK)), {});
    assert.deepEqual(none.steps, ['Bytes: stopped: No decoder knows these bytes']);
  });
});

describe('records of a stream that has a schema', () => {
  it('are read by it, unless they are JSON', async () => {
    const schemas = { 'stream:trucks': AVRO };
    const [, avro] = await decode(bytesOf(encodings.AVRO_TRUCK), schemas);
    assert.deepEqual(avro, {
      kind: 'json',
      text: AVRO_TRUCK_JSON,
      steps: ['Schema of the stream: decoded: com.acme.Truck, from trucks version 3'],
    });
    const [, json] = await decode(new TextEncoder().encode('{"a":1}'), schemas);
    assert.deepEqual(json.steps, ['JSON: decoded']);
  });

  it('say that it does not fit when nothing else reads them', async () => {
    const [, other] = await decode(new Uint8Array([0xff, 0xfe, 0xfd]), { 'stream:trucks': AVRO });
    assert.match(other.steps[0] ?? '', /^Schema of the stream: failed/);
  });
});

describe('files of Avro', () => {
  const pipeline = new DecodePipeline({ decoders: BUILT_IN_DECODERS });

  for (const file of ['AVRO_FILE', 'AVRO_FILE_DEFLATE'] as const) {
    it(`are read by the schema that they bring: ${file}`, () => {
      assert.deepEqual(outcome(pipeline.decode(bytesOf(encodings[file]))), {
        kind: 'json',
        text: `[${AVRO_LONE_JSON},${AVRO_TRUCK_JSON},${AVRO_LONE_JSON}]`,
        steps: ['Avro file: decoded: 3 of com.acme.Truck'],
      });
    });

    it(`are not read when they were cut: ${file}`, () => {
      const bytes = bytesOf(encodings[file]);
      const { kind, steps } = pipeline.decode(bytes.subarray(0, bytes.length - 5));
      assert.deepEqual([kind, steps[0]?.outcome], ['binary', 'failed']);
    });
  }
});

describe('Protobuf without a schema', () => {
  it('shows fields by their numbers, when it is pinned', async () => {
    const [, raw] = await decode(bytesOf(encodings.PROTOBUF_TRUCK), {}, ['protobufRaw']);
    const value = JSON.parse(raw.text) as Record<string, unknown>;
    assert.deepEqual(
      [value['1'], value['13'], value['14'], value['17'], raw.steps],
      [
        't-1 é',
        ['a', 'b'],
        { '1': 1.5 },
        '555',
        ['Protobuf without a schema: decoded: Fields by their numbers'],
      ],
    );
    assert.match(raw.text, /"3":9007199254740993,/);
    const [, none] = await decode(new Uint8Array([0xff]), {}, ['protobufRaw']);
    assert.deepEqual(none.steps.slice(0, 1), [
      'Protobuf without a schema: failed: Not a message of Protobuf',
    ]);
  });
});
