import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ECHOED_VALUE_CHARACTERS_MAX } from '../../../../src/engine/limits.ts';
import * as shapes from '../../../../src/engine/wire/shapes.ts';
import { validateInput } from '../../../../src/engine/wire/validateInput.ts';

const shape = shapes.structure({
  StreamARN: shapes.string({ minLength: 2, maxLength: 4, pattern: '[a-z]+|[0-9]+' }),
  Mode: shapes.enumeration('ON', 'OFF'),
  Limit: shapes.integer({ min: 1, max: 10 }),
  Data: shapes.blob({ maxLength: 2 }),
  Records: shapes.list(
    shapes.structure({ Key: shapes.required(shapes.string()) }, { className: 'a.Record' }),
    { minLength: 1, maxLength: 2 },
  ),
  Others: shapes.list(shapes.structure({}), { maxLength: 1 }),
  Modes: shapes.list(shapes.enumeration('ON', 'OFF')),
  TagKeys: shapes.list(shapes.string({ minLength: 1, maxLength: 3, pattern: '[a-z]*' })),
  Tags: shapes.map(
    shapes.string({ minLength: 1, maxLength: 3 }),
    shapes.string({ minLength: 0, maxLength: 1 }),
    { minLength: 1, maxLength: 2 },
  ),
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
      "Value '[]' at 'records' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'the classes of a list of structures',
      { Records: [{ Key: '' }, { Key: '' }, { Key: '' }] },
      "Value '[a.Record@0, a.Record@1, a.Record@2]' at 'records' failed to satisfy constraint: Member must have length less than or equal to 2",
    ],
    [
      'only the place of structures whose class is not known',
      { Others: [{}, {}] },
      "Value at 'others' failed to satisfy constraint: Member must have length less than or equal to 1",
    ],
    [
      'the whole of a list whose members are wrong, once',
      { TagKeys: ['abc', '', 'abcd', 'A'] },
      "Value '[abc, , abcd, A]' at 'tagKeys' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 3, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [a-z]*]",
    ],
    [
      'the whole of a list of an enum',
      { Modes: ['ON', 'on'] },
      "Value '[ON, on]' at 'modes' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [ON, OFF]]",
    ],
    [
      "a map's length",
      { Tags: {} },
      "Value '{}' at 'tags' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'the keys of a map',
      { Tags: { a: 'b', long: '' } },
      "Value '{a=b, long=}' at 'tags' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 3, Member must have length greater than or equal to 1]",
    ],
    [
      'a member of a structure in a list',
      { Records: [{ Key: 'a' }, {}] },
      "Value null at 'records.2.member.key' failed to satisfy constraint: Member must not be null",
    ],
    [
      'the values of a map',
      { Tags: { a: 'bc' } },
      "Value '{a=bc}' at 'tags' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 1, Member must have length greater than or equal to 0]",
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

  it('names a pattern before a length, and a list before what is in it', () => {
    assert.throws(
      () => {
        validateInput(shape, { StreamARN: '', Records: [{}, {}, {}] });
      },
      {
        message: [
          "6 validation errors detected: Value '' at 'streamARN' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]+|[0-9]+",
          "Value '' at 'streamARN' failed to satisfy constraint: Member must have length greater than or equal to 2",
          "Value '[a.Record@0, a.Record@1, a.Record@2]' at 'records' failed to satisfy constraint: Member must have length less than or equal to 2",
          ...[1, 2, 3].map(
            (position) =>
              `Value null at 'records.${String(position)}.member.key' failed to satisfy constraint: Member must not be null`,
          ),
        ].join('; '),
      },
    );
  });

  it('cuts a value that is too long to be read', () => {
    const text = 'a'.repeat(ECHOED_VALUE_CHARACTERS_MAX + 1);
    assert.throws(
      () => {
        validateInput(shape, { TagKeys: [text] });
      },
      { message: new RegExp(`Value '\\[${text.slice(2)}…' at 'tagKeys'`) },
    );
  });

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
