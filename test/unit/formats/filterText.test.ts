import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isExpected, messageOf } from '../../../src/base/errors.ts';
import type { Condition, PathOperator, TailFilter } from '../../../src/formats/filter.ts';
import { parseFilter, printFilter } from '../../../src/formats/filterText.ts';
import { formatShardId } from '../../../src/formats/shardId.ts';
import { seededRandom } from '../../support/seededRandom.ts';

describe('The text of a filter', () => {
  it('is read as a person writes it', () => {
    const text =
      'shard:1,2 key:truck_7 -status="idle" speed>80 /re.g\\/ex/i "free text" word ' +
      'cel:{data.speed > {"a": 80}["a"]} time:2026-03-01T12:00:00Z.. has:pos.lat name~part ' +
      'name=~^a -"$[\'a b\']"!="" http://x?y=1';
    const expected: Condition[] = [
      { kind: 'shard', shardIds: ['shardId-000000000001', 'shardId-000000000002'] },
      { kind: 'key', partitionKeys: ['truck_7'] },
      { kind: 'path', path: 'status', operator: '=', value: 'idle', negated: true },
      { kind: 'path', path: 'speed', operator: '>', value: '80' },
      { kind: 'regex', pattern: '(?i)re.g/ex' },
      { kind: 'text', text: 'free text' },
      { kind: 'text', text: 'word' },
      { kind: 'expression', expression: 'data.speed > {"a": 80}["a"]' },
      { kind: 'time', fromMs: Date.UTC(2026, 2, 1, 12) },
      { kind: 'path', path: 'pos.lat', operator: 'exists', value: '' },
      { kind: 'path', path: 'name', operator: 'contains', value: 'part' },
      { kind: 'path', path: 'name', operator: 'matches', value: '^a' },
      { kind: 'path', path: "$['a b']", operator: '!=', value: '', negated: true },
      { kind: 'text', text: 'http://x?y=1' },
    ];
    assert.deepEqual(parseFilter(text).conditions, expected);
    assert.equal(
      printFilter({ conditions: expected.slice(0, 6) }),
      'shard:1,2 key:truck_7 -status=idle speed>80 /(?i)re.g\\/ex/ "free text"',
    );
  });

  it('is read back as it was printed', () => {
    for (let seed = 1; seed <= 4_000; seed++) {
      const filter = randomFilter(seededRandom(seed));
      const text = printFilter(filter);
      assert.deepEqual(parseFilter(text), filter, `seed ${seed}: ${text}`);
    }
  });

  it('says what is wrong, and where', () => {
    const problem = (text: string): string => {
      try {
        return JSON.stringify(parseFilter(text));
      } catch (error) {
        assert.ok(isExpected(error));
        return messageOf(error);
      }
    };
    assert.deepEqual(
      ['"open', 'speed> x', '/open', 'cel:{open', 'time:soon..', 'a "b"c', '"\\q"', 'has:'].map(
        problem,
      ),
      [
        'This text has no closing quote (at character 1).',
        'Write a value here, or "" for an empty one (at character 7).',
        'This pattern has no closing / (at character 1).',
        'Write an expression as cel:{data.speed > 80} (at character 5).',
        'Write a time as 2026-03-01T12:00:00Z..2026-03-01T13:00:00Z (at character 6).',
        'Put a space between conditions (at character 6).',
        'Write \\" and \\\\ for quotes and backslashes in this text (at character 1).',
        'Write a value here, or "" for an empty one (at character 5).',
      ],
    );
    assert.deepEqual(parseFilter('  '), { conditions: [] });
  });

  it('is refused or read, whatever is typed', () => {
    const parts = [
      '"',
      '/',
      '{',
      '}',
      'cel:',
      'shard:',
      'key:',
      'time:',
      '..',
      '-',
      '=',
      '~',
      ' ',
      'a',
      '1',
      '\\',
      ',',
      'has:',
      '💥',
    ];
    for (let seed = 1; seed <= 4_000; seed++) {
      const random = seededRandom(seed);
      const text = Array.from({ length: 8 }, () => pick(random, parts)).join('');
      let filter: TailFilter;
      try {
        filter = parseFilter(text);
      } catch (error) {
        assert.ok(isExpected(error), `seed ${seed}: ${text}: ${messageOf(error)}`);
        continue;
      }
      assert.deepEqual(parseFilter(printFilter(filter)), filter, `seed ${seed}: ${text}`);
    }
  });
});

function pick<Value>(random: () => number, values: readonly Value[]): Value {
  return values[Math.floor(random() * values.length)] as Value;
}

const WORDS = [
  'a',
  'Köln',
  'x y',
  '',
  '-x',
  'a-b',
  '"',
  '\\',
  '/',
  'a/b',
  '\\/',
  '}',
  '{}',
  '{',
  'shard:1',
  'a=b',
  '1',
  '💥',
  '\n',
  ',',
  'a,b',
  '=~',
  '~',
  '..',
  '\u0000',
  "it's",
  '(?i)x',
  '\\\\',
  '\\d+',
];
const OPERATORS: readonly PathOperator[] = [
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'contains',
  'matches',
  'exists',
];

function randomFilter(random: () => number): TailFilter {
  const word = (): string => pick(random, WORDS) + (random() < 0.3 ? pick(random, WORDS) : '');
  const words = (): string[] => Array.from({ length: Math.floor(random() * 3) }, word);
  const tests: (() => Condition)[] = [
    () => ({ kind: 'text', text: word() }),
    () => ({ kind: 'regex', pattern: patternOf(word()) }),
    () => ({
      kind: 'shard',
      shardIds: [formatShardId(Math.floor(random() * 9_999)), ...words()].map(withoutDigits),
    }),
    () => ({ kind: 'key', partitionKeys: words() }),
    () => ({ kind: 'time', fromMs: Math.floor(random() * 2e12) }),
    () => ({ kind: 'time', fromMs: 0, toMs: Math.floor(random() * 2e12) }),
    () => {
      const operator = pick(random, OPERATORS);
      return { kind: 'path', path: word(), operator, value: operator === 'exists' ? '' : word() };
    },
    () => ({ kind: 'expression', expression: word() }),
  ];
  const conditions = Array.from({ length: Math.floor(random() * 5) }, () => {
    const condition = pick(random, tests)();
    return random() < 0.3 ? { ...condition, negated: true } : condition;
  });
  return { conditions };
}

/** A pattern ends in no half of an escape, and has its slashes bare: that is how it is printed. */
function patternOf(word: string): string {
  return word.replaceAll('\\', '\\\\').replaceAll('\\\\/', '/');
}

/** Digits alone are a short name of a shard. */
function withoutDigits(shardId: string): string {
  return /^\d+$/.test(shardId) ? `shard-${shardId}x` : shardId;
}
