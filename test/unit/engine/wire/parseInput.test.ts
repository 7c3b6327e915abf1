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

const LIST_START = 'Start of list found where not expected';
const STRUCTURE_START = 'Start of structure or map found where not expected.';

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

  it('reads the texts that the service takes for booleans', () => {
    assert.deepEqual(
      ['true', 'Yes', '1', 'false', 'NO', '0'].map((On) => parseInput(shape, { On }, jsonCodec)),
      [true, true, true, false, false, false].map((On) => ({ On })),
    );
  });

  it('reads base64 of every length', () => {
    const texts = ['', 'YQ==', 'YWE=', 'YWFh', 'YWFhYQ==', '+/8='];
    assert.deepEqual(
      texts.map((Data) => parseInput(shape, { Data }, jsonCodec)),
      texts.map((text) => ({ Data: Buffer.from(text, 'base64') })),
    );
  });

  const wrong: [string, unknown, string][] = [
    ['a number for a string', { Name: 1 }, number('an String')],
    [
      'a boolean for an enum',
      { Kind: true },
      'class java.lang.Boolean can not be converted to an String',
    ],
    ['a list for a string', { Name: [] }, LIST_START],
    ['a map for a number', { Count: {} }, STRUCTURE_START],
    [
      'a string for a number',
      { Count: '1' },
      'class java.lang.String can not be converted to an Integer',
    ],
    ['a number for a boolean', { On: 1 }, number('an Boolean')],
    ['a word for a boolean', { On: 'maybe' }, "'MAYBE' can not be converted to an Boolean"],
    [
      'a string for a time',
      { At: 'now' },
      'class java.lang.String can not be converted to milliseconds since epoch',
    ],
    ['a number for a blob', { Data: 1 }, number('a Blob')],
    [
      'a cut base64 text',
      { Data: 'abc' },
      "'abc' can not be converted to a Blob: Base64 encoded length is expected a multiple of 4 bytes but found: 3",
    ],
    [
      'what is no base64',
      { Data: 'ab*=' },
      "'ab*=' can not be converted to a Blob: Invalid Base64 character: '*'",
    ],
    [
      'base64 that goes on after its padding',
      { Data: 'YQ==YQ==' },
      "'YQ==YQ==' can not be converted to a Blob: Invalid Base64 character: '='",
    ],
    ...['YR==', 'YWF=', 'YWFhYWF=', '====', 'Y==='].map((text): [string, unknown, string] => [
      `base64 whose last bits are of no byte: ${text}`,
      { Data: text },
      `'${text}' can not be converted to a Blob: Invalid last non-pad Base64 character dectected`,
    ]),
    [
      'the URL alphabet',
      { Data: 'a-_a' },
      "'a-_a' can not be converted to a Blob: Invalid Base64 character: '-'",
    ],
    ['a string for a list', { Names: 'a' }, 'Expected list or null'],
    ['null in a list', { Names: [null] }, 'Unexpected null in a list'],
    ['a map for a list', { Names: {} }, STRUCTURE_START],
    ['a string for a map', { Tags: 'a' }, 'Expected map or null'],
    ['a list for a map', { Tags: [] }, LIST_START],
    ['a string for a structure', { Inner: 'a' }, 'Expected null'],
    ['a list for a structure', { Inner: [] }, LIST_START],
    ['a list for a body', [], LIST_START],
    ['a number for a body', 1, ''],
    ['null for a body', null, ''],
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
  return `class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to ${target}`;
}
