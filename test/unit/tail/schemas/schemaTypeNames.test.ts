import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { schemaTypeNames } from '../../../../src/tail/schemas/schemaTypeNames.ts';
import { FLEET_PROTO, TRUCK_AVSC } from './encodings.ts';

describe('the types of a schema', () => {
  it('are the records of Avro', () => {
    const names = (text: string): string[] =>
      schemaTypeNames({ format: 'AVRO', text, origin: 'f' });
    assert.deepEqual(names(TRUCK_AVSC), ['com.acme.Truck']);
    const list = [
      { type: 'record', name: 'a.B', namespace: 'x', fields: [] },
      { type: 'record', name: 'C', fields: [] },
      { type: 'enum', name: 'E', symbols: [] },
    ];
    assert.deepEqual(names(JSON.stringify(list)), ['a.B', 'C']);
    assert.deepEqual(names('"int"'), []);
  });

  it('are the messages of Protobuf, nested ones too', () => {
    assert.deepEqual(schemaTypeNames({ format: 'PROTOBUF', text: FLEET_PROTO, origin: 'f' }), [
      'acme.fleet.Zebra',
      'acme.fleet.Zebra.Alpha',
      'acme.fleet.Truck',
      'acme.fleet.Truck.Position',
    ]);
  });

  it('of a file that is none are refused by its name', () => {
    for (const format of ['AVRO', 'PROTOBUF'] as const) {
      assert.throws(() => schemaTypeNames({ format, text: 'message {', origin: 'a/b.x' }), {
        code: 'invalidInput',
        message: /^a\/b\.x is no schema: /,
      });
    }
  });
});
