import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { jsonCodec } from '../../../../src/engine/wire/jsonCodec.ts';
import { parseInput } from '../../../../src/engine/wire/parseInput.ts';
import * as shapes from '../../../../src/engine/wire/shapes.ts';

const shape = shapes.structure({
  Name: shapes.required(shapes.string()),
  Kind: shapes.enumeration('A', 'B'),
  Count: shapes.integer(),
  Ratio: shapes.double(),
  On: shapes.boolean(),
  At: shapes.timestamp(),
  Data: shapes.blob(),
  Names: shapes.list(shapes.string()),
  Tags: shapes.map(shapes.string(), shapes.string()),
  Inner: shapes.structure({ Deep: shapes.string() }),
});

describe('parseInput', () => {
  it('converts blobs and timestamps, drops null and unknown members, cuts fractions', () => {
    const parsed = parseInput(
      shape,
      {
        Name: 'n',
        Kind: 'C',
        Count: 3.9,
        Ratio: 0.5,
        On: false,
        At: 1_459_799_926.48,
        Data: 'aGk=',
        Names: ['a'],
        Tags: { a: 'b', c: null },
        Inner: { Deep: null, Unknown: 1 },
        Unknown: {},
      },
      jsonCodec,
    );
    assert.deepEqual(parsed, {
      Name: 'n',
      Kind: 'C',
      Count: 3,
      Ratio: 0.5,
      On: false,
      At: 1_459_799_926_480,
      Data: Buffer.from('hi'),
      Names: ['a'],
      Tags: { a: 'b' },
      Inner: {},
    });
  });

  const wrong: [string, unknown, string][] = [
    ['a number for a string', { Name: 1 }, number('String')],
    [
      'a boolean for an enum',
      { Kind: true },
      'class java.lang.Boolean can not be converted to an String',
    ],
    ['a list for a string', { Name: [] }, 'Start of list found where not expected'],
    ['a map for a number', { Count: {} }, 'Start of structure or map found where not expected'],
    [
      'a string for a number',
      { Count: '1' },
      'class java.lang.String can not be converted to an Integer',
    ],
    ['a number for a boolean', { On: 1 }, number('Boolean')],
    [
      'a string for a time',
      { At: 'now' },
      'class java.lang.String can not be converted to an Timestamp',
    ],
    ['a number for a blob', { Data: 1 }, number('Blob').replace('an Blob', 'a Blob')],
    [
      'a cut base64 text',
      { Data: 'abc' },
      "'abc' can not be converted to a Blob: Base64 encoded length is expected a multiple of 4 bytes but found: 3",
    ],
    [
      'what is no base64',
      { Data: 'ab*=' },
      "'ab*=' can not be converted to a Blob: Invalid Base64 character",
    ],
    [
      'the URL alphabet',
      { Data: 'a-_a' },
      "'a-_a' can not be converted to a Blob: Invalid Base64 character",
    ],
    ['a string for a list', { Names: 'a' }, 'Expected list or null'],
    ['null in a list', { Names: [null] }, 'Unexpected null in a list'],
    ['a list for a map', { Tags: [] }, 'Expected map or null'],
    ['a string for a structure', { Inner: 'a' }, 'Expected map or null'],
  ];
  for (const [what, input, message] of wrong) {
    it(`refuses ${what}`, () => {
      assert.throws(() => parseInput(shape, input, jsonCodec), {
        type: 'SerializationException',
        message,
      });
    });
  }
});

function number(target: string): string {
  return `class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an ${target}`;
}
