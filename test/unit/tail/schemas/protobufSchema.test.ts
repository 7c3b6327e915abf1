import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileProtobuf } from '../../../../src/tail/schemas/protobufSchema.ts';
import type { SchemaText } from '../../../../src/tail/schemas/schema.ts';
import { seededRandom } from '../../../support/seededRandom.ts';
import {
  FLEET_PROTO,
  GLUE_PROTOBUF_TRUCK,
  PROTOBUF_POSITION,
  PROTOBUF_TRUCK,
} from './encodings.ts';
import { PROTOBUF_TRUCK_JSON } from './expected.ts';
import { randomTruck } from './plainProtobuf.ts';

const CHARS_MAX = 1_000_000;
const truck = Buffer.from(PROTOBUF_TRUCK, 'base64');
const position = Buffer.from(PROTOBUF_POSITION, 'base64');

function fleet(more: Partial<SchemaText> = {}): ReturnType<typeof compileProtobuf> {
  return compileProtobuf({ format: 'PROTOBUF', text: FLEET_PROTO, origin: 'fleet.proto', ...more });
}

function read(
  payload: Uint8Array,
  frame: 'glue' | 'confluent' | 'stream',
  typeName?: string,
): string {
  return fleet(typeName === undefined ? {} : { typeName }).read(payload, {
    frame,
    charsMax: CHARS_MAX,
  });
}

describe('a schema of Protobuf', () => {
  it('reads what the Java library wrote, with every digit', () => {
    assert.equal(read(truck, 'stream', 'acme.fleet.Truck'), PROTOBUF_TRUCK_JSON);
    assert.equal(read(position, 'stream', 'acme.fleet.Truck.Position'), '{"lat":2.5}');
  });

  it('reads what was written byte by byte, with every digit', () => {
    for (let seed = 1; seed <= 1_000; seed++) {
      const { bytes, json } = randomTruck(seededRandom(seed));
      assert.equal(read(bytes, 'stream', 'acme.fleet.Truck'), json, `seed ${seed}`);
    }
  });

  it('finds the message by the index that the serializer of AWS wrote', () => {
    const content = Buffer.from(GLUE_PROTOBUF_TRUCK, 'base64').subarray(18);
    assert.equal(read(content, 'glue'), PROTOBUF_TRUCK_JSON);
    // As MessageIndexFinder numbers them: map entries count too.
    assert.equal(read(Buffer.concat([Buffer.from([3]), position]), 'glue'), '{"lat":2.5}');
    assert.equal(read(Buffer.from([5, 8, 7]), 'glue'), '{"a":7}');
    assert.throws(() => read(Buffer.from([6]), 'glue'), /message that the schema does not have/);
  });

  it('finds the message by the path that the serializer of Confluent writes', () => {
    // Zebra is the first of the file, Truck the second; Alpha lies in Zebra, Position in Truck.
    const at = (...path: number[]): string =>
      read(Buffer.concat([Buffer.from(path), position]), 'confluent');
    assert.equal(at(4, 2, 0), '{"lat":2.5}');
    assert.equal(
      read(Buffer.concat([Buffer.from([2, 2]), truck]), 'confluent'),
      PROTOBUF_TRUCK_JSON,
    );
    assert.equal(read(Buffer.from([0, 10, 1, 0x7a]), 'confluent'), '{"z":"z"}');
    assert.equal(read(Buffer.from([4, 0, 0, 8, 7]), 'confluent'), '{"a":7}');
    assert.throws(() => at(2, 8), /message that the schema does not have/);
    assert.throws(() => at(0xfe, 0x7f), /does not name a message as Confluent/);
    assert.throws(() => at(1), /does not name a message as Confluent/);
  });

  it('reads the first message where nothing says which', () => {
    assert.equal(read(Buffer.from([10, 1, 0x7a]), 'stream'), '{"z":"z"}');
  });

  it('imports what is given with it, and what comes with Protobuf', () => {
    const text =
      'syntax = "proto3"; import "common/at.proto"; import "google/protobuf/timestamp.proto"; ' +
      'message M { at.At at = 1; google.protobuf.Timestamp t = 2; }';
    const references = [
      {
        name: 'common/at.proto',
        text: 'syntax = "proto3"; package at; message At { int32 n = 1; }',
      },
    ];
    const schema = fleet({ text, references });
    const payload = Buffer.from([10, 2, 8, 5, 18, 2, 8, 1]);
    const json = schema.read(payload, { frame: 'stream', charsMax: CHARS_MAX });
    assert.equal(json, '{"at":{"n":5},"t":{"seconds":1}}');
    assert.throws(() => fleet({ text }), /imports "common\/at\.proto", which is not there/);
  });

  it('is refused when it is none, or has no such message', () => {
    assert.throws(() => fleet({ text: 'message {' }), Error);
    assert.throws(() => fleet({ typeName: 'acme.fleet.Ship' }), /Ship/);
    assert.throws(() => fleet({ text: 'm'.repeat(2_000_000) }), /too large/);
    assert.throws(() => fleet({ text: 'message A {'.repeat(5_000) }), Error);
  });

  it('does not read a payload that was cut within a field', () => {
    assert.throws(() => read(truck.subarray(0, 20), 'stream', 'acme.fleet.Truck'), Error);
  });

  it('never hangs and never gives anything but JSON, whatever the bytes', () => {
    const random = seededRandom(11);
    const schema = fleet({ typeName: 'acme.fleet.Truck' });
    for (let round = 0; round < 3_000; round++) {
      const bytes = Buffer.from(truck);
      for (let change = 0; change < 1 + random() * 4; change++) {
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      }
      try {
        JSON.parse(schema.read(bytes, { frame: 'stream', charsMax: CHARS_MAX }));
      } catch (error) {
        assert.ok(!(error instanceof SyntaxError), `seed 11, round ${round}`);
      }
    }
  });
});
