import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import avsc from 'avsc';
import { compileAvro } from '../../../../src/tail/schemas/avroSchema.ts';
import { jsonValueOf } from '../../../../src/tail/jsonValue.ts';
import { seededRandom } from '../../../support/seededRandom.ts';
import { AVRO_TRUCK, TRUCK_AVSC } from './encodings.ts';
import { AVRO_TRUCK_JSON } from './expected.ts';

const OPTIONS = { frame: 'stream', charsMax: 1_000_000 } as const;

function read(schema: unknown, payload: Uint8Array | readonly number[]): string {
  const text = JSON.stringify(schema);
  const bytes = payload instanceof Uint8Array ? payload : new Uint8Array(payload);
  return compileAvro({ format: 'AVRO', text, origin: 'test' }).read(bytes, OPTIONS);
}

describe('a schema of Avro', () => {
  const truck = compileAvro({ format: 'AVRO', text: TRUCK_AVSC, origin: 'truck.avsc' });

  it('reads what the Java library wrote, with every digit', () => {
    assert.equal(truck.read(Buffer.from(AVRO_TRUCK, 'base64'), OPTIONS), AVRO_TRUCK_JSON);
    assert.equal(truck.note, 'com.acme.Truck, from truck.avsc');
  });

  it('does not read what was cut, or what goes on', () => {
    const bytes = Buffer.from(AVRO_TRUCK, 'base64');
    for (let length = 0; length < bytes.length; length++) {
      assert.throws(() => truck.read(bytes.subarray(0, length), OPTIONS), Error, `${length} bytes`);
    }
    assert.throws(() => truck.read(Buffer.concat([bytes, bytes]), OPTIONS), /bytes are left over/);
  });

  it('reads the type that is named, and the last record of a list', () => {
    const a = { type: 'record', name: 'x.A', fields: [{ name: 'n', type: 'int' }] };
    const b = { type: 'record', name: 'x.B', fields: [{ name: 'a', type: 'x.A' }] };
    const text = JSON.stringify([a, b]);
    const compile = (typeName?: string): string =>
      compileAvro({ format: 'AVRO', text, origin: 'f', ...(typeName && { typeName }) }).read(
        new Uint8Array([2]),
        OPTIONS,
      );
    assert.deepEqual([compile(), compile('x.A')], ['{"a":{"n":1}}', '{"n":1}']);
    assert.throws(() => compile('x.C'), /no type x\.C/);
  });

  it('builds on the schemas that it refers to', () => {
    const reference = { name: 'a', text: '{"type":"enum","name":"x.E","symbols":["P","Q"]}' };
    const text = '{"type":"record","name":"x.R","fields":[{"name":"e","type":"x.E"}]}';
    const schema = compileAvro({ format: 'AVRO', text, origin: 'f', references: [reference] });
    assert.equal(schema.read(new Uint8Array([2]), OPTIONS), '{"e":"Q"}');
  });

  const long: [string, number[]][] = [
    ['0', [0]],
    ['-1', [1]],
    ['9007199254740991', [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x1f]],
    ['9223372036854775807', [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]],
    ['-9223372036854775808', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]],
  ];
  for (const [digits, bytes] of long) {
    it(`reads the long ${digits}`, () => assert.equal(read('long', bytes), digits));
  }

  it('refuses a long of more than 64 bits', () => {
    assert.throws(() => read('long', [...new Array<number>(10).fill(0xff), 1]), /64 bits/);
  });

  it('gives the same values as the library for seeded records', () => {
    const seed = 99;
    const random = seededRandom(seed);
    const schema = {
      type: 'record',
      name: 'R',
      fields: [
        { name: 'l', type: 'long' },
        { name: 's', type: ['null', 'string'] },
        { name: 'd', type: 'double' },
        { name: 'a', type: { type: 'array', items: { type: 'map', values: 'boolean' } } },
      ],
    } as const;
    const writer = avsc.Type.forSchema(schema as unknown as avsc.Schema);
    for (let round = 0; round < 200; round++) {
      const value = {
        l: Math.round((random() - 0.5) * 2 ** 53),
        s:
          random() < 0.3
            ? null
            : String.fromCodePoint(32 + (Math.floor(random() * 50_000) % 50_000)),
        d: (random() - 0.5) * 1e10,
        a: Array.from({ length: Math.floor(random() * 4) }, (_, index) => ({
          [`k${String(index)}`]: random() < 0.5,
        })),
      };
      const json = read(schema, writer.toBuffer(value));
      assert.deepEqual(jsonValueOf(json), jsonValueOf(JSON.stringify(value)), `seed ${seed}`);
    }
  });
});

const DECIMAL = { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 };

describe('a hostile payload of Avro', () => {
  const hostile: [string, unknown, number[]][] = [
    ['a list of 2^31 nulls', { type: 'array', items: 'null' }, [0x80, 0x80, 0x80, 0x80, 0x10, 0]],
    [
      'a list of 2^50 longs',
      { type: 'array', items: 'long' },
      [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 4, 0],
    ],
    ['a map of 2^31 members', { type: 'map', values: 'null' }, [0x80, 0x80, 0x80, 0x80, 0x10, 0]],
    ['a string that ends before it begins', 'string', [3, 0x61]],
    ['a string that is longer than the payload', 'string', [0x80, 0x80, 0x80, 0x80, 0x10]],
    ['a decimal of 4 MiB', DECIMAL, [0x80, 0x80, 0x80, 4, ...new Uint8Array(4 << 20).fill(0x7f)]],
    ['a branch that there is not', ['null', 'int'], [8, 0]],
  ];
  for (const [what, schema, bytes] of hostile) {
    it(`is refused: ${what}`, () => assert.throws(() => read(schema, bytes), Error));
  }

  it('is refused when values lie too deep in each other', () => {
    const list = { type: 'record', name: 'L', fields: [{ name: 'next', type: ['null', 'L'] }] };
    assert.throws(() => read(list, new Uint8Array(2_000_000).fill(2)), RangeError);
  });

  it('is refused when its JSON is too long', () => {
    const schema = compileAvro({ format: 'AVRO', text: '"bytes"', origin: 'f' });
    const payload = new Uint8Array([0xc8, 0x01, ...new Array<number>(100).fill(0)]);
    assert.throws(() => schema.read(payload, { ...OPTIONS, charsMax: 100 }), /too long/);
  });

  it('never hangs and never gives anything but JSON, whatever the bytes', () => {
    const random = seededRandom(5);
    const schema = compileAvro({ format: 'AVRO', text: TRUCK_AVSC, origin: 'f' });
    const good = Buffer.from(AVRO_TRUCK, 'base64');
    for (let round = 0; round < 3_000; round++) {
      const bytes = Buffer.from(good);
      for (let change = 0; change < 1 + random() * 4; change++) {
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      }
      try {
        JSON.parse(schema.read(bytes, OPTIONS));
      } catch (error) {
        assert.ok(!(error instanceof SyntaxError), `seed 5, round ${round}`);
      }
    }
  });
});

describe('a hostile schema of Avro', () => {
  const record = (name: string, field: string): unknown => ({
    type: 'record',
    name,
    fields: [{ name: field, type: 'int' }],
  });
  const hostile: [string, unknown][] = [
    ['code for a name', record("A'];process.exit(1);//", 'a')],
    ['code for a field', record('A', 'a;process.exit(1)')],
    ['a field that no object can have', record('A', '__proto__')],
    [
      'types 200 deep',
      Array.from({ length: 200 }).reduce((items) => ({ type: 'array', items }), 'int'),
    ],
    [
      '100,000 fields',
      {
        type: 'record',
        name: 'A',
        fields: Array.from({ length: 100_000 }, (_, index) => ({
          name: `f${String(index)}`,
          type: 'int',
        })),
      },
    ],
    ['a type that it does not have', record('A', 'a') && ['Missing']],
  ];
  for (const [what, schema] of hostile) {
    it(`is refused: ${what}`, () => assert.throws(() => read(schema, [0]), Error));
  }
});
