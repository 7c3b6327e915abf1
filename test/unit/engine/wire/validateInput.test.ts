import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as shapes from '../../../../src/engine/wire/shapes.ts';
import { validateInput } from '../../../../src/engine/wire/validateInput.ts';

const shape = shapes.structure({
  StreamARN: shapes.string({ minLength: 2, maxLength: 4, pattern: '[a-z]+|[0-9]+' }),
  Mode: shapes.enumeration('ON', 'OFF'),
  Limit: shapes.integer({ min: 1, max: 10 }),
  Data: shapes.blob({ maxLength: 2 }),
  Records: shapes.list(shapes.structure({ Key: shapes.required(shapes.string()) }), {
    minLength: 1,
    maxLength: 2,
  }),
  Tags: shapes.map(shapes.string({ maxLength: 3 }), shapes.string({ maxLength: 1 }), {
    maxLength: 1,
  }),
});

describe('validateInput', () => {
  it('accepts what is at the bounds, and absent members', () => {
    validateInput(shape, {});
    validateInput(shape, {
      StreamARN: 'abcd',
      Mode: 'ON',
      Limit: 10,
      Data: new Uint8Array(2),
      Records: [{ Key: '' }],
      Tags: { abc: 'd' },
    });
  });

  const broken: [string, object, string][] = [
    [
      'a pattern that only part of the text matches',
      { StreamARN: 'ab1' },
      "Value 'ab1' at 'streamARN' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]+|[0-9]+",
    ],
    [
      'an enum',
      { Mode: 'on' },
      "Value 'on' at 'mode' failed to satisfy constraint: Member must satisfy enum value set: [ON, OFF]",
    ],
    [
      'a range',
      { Limit: 11 },
      "Value '11' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10",
    ],
    [
      "a blob's length",
      { Data: new Uint8Array(3) },
      "Value 'java.nio.HeapByteBuffer[pos=0 lim=3 cap=3]' at 'data' failed to satisfy constraint: Member must have length less than or equal to 2",
    ],
    [
      "a list's length",
      { Records: [] },
      "Value at 'records' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'a member of a structure in a list',
      { Records: [{ Key: 'a' }, {}] },
      "Value null at 'records.2.member.key' failed to satisfy constraint: Member must not be null",
    ],
    [
      'a value in a map',
      { Tags: { a: 'bc' } },
      "Value 'bc' at 'tags.a.member' failed to satisfy constraint: Member must have length less than or equal to 1",
    ],
  ];
  for (const [what, input, message] of broken) {
    it(`names ${what}`, () => {
      assert.throws(
        () => {
          validateInput(shape, input);
        },
        { type: 'ValidationException', message: `1 validation error detected: ${message}` },
      );
    });
  }

  it('leaves values out for a service that does', () => {
    assert.throws(
      () => {
        validateInput(shape, { Mode: 'on', Limit: 0 }, { echoValues: false });
      },
      {
        message:
          "2 validation errors detected: Value at 'mode' failed to satisfy constraint: Member must satisfy enum value set: [ON, OFF]; Value at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
      },
    );
  });
});
