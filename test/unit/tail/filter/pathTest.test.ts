import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PathOperator } from '../../../../src/formats/filter.ts';
import { problemWith, verdict } from './filtering.ts';

const DATA = `{"speed": 83, "limit": "80", "id": 9007199254740993, "name": "Köln Süd", "ok": true,
  "none": null, "tags": ["a", "b", 3], "at": "2026-03-01T12:04:31Z", "pos": {"lat": 37.4}}`;

function holds(path: string, operator: PathOperator, value = ''): boolean | string {
  return verdict({ kind: 'path', path, operator, value }, { data: DATA });
}

/** The conditions, written as one text each, that come out otherwise than expected. */
function wrong(
  expected: boolean,
  conditions: readonly [string, PathOperator, string?][],
): string[] {
  return conditions
    .filter(([path, operator, value]) => holds(path, operator, value) !== expected)
    .map((condition) => condition.join(' '));
}

describe('A path comparison', () => {
  it('compares numbers by their value, to the last digit', () => {
    assert.deepEqual(
      wrong(true, [
        ['speed', '=', '83'],
        ['speed', '=', '83.0'],
        ['speed', '=', '8.3e1'],
        ['speed', '!=', '84'],
        ['speed', '>', '9'],
        ['speed', '>=', '83'],
        ['speed', '<=', '83'],
        ['speed', '<', '100'],
        ['id', '=', '9007199254740993'],
        ['id', '>', '9007199254740992'],
        ['id', '!=', '9007199254740992'],
        ['$.pos.lat', '<', '37.5'],
        ['limit', '>', '9'],
        ['limit', '=', '80'],
      ]),
      [],
    );
    assert.deepEqual(
      wrong(false, [
        ['speed', '>', '83'],
        ['speed', '=', 'fast'],
        ['speed', '>', 'fast'],
        ['id', '=', '9007199254740992'],
        ['limit', '=', '80.0'],
        ['name', '>', '5e'],
        ['ok', '>', '0'],
      ]),
      ['name > 5e'],
    );
  });

  it('compares texts, truth, nothing and lists', () => {
    assert.deepEqual(
      wrong(true, [
        ['name', '=', 'Köln Süd'],
        ['name', 'contains', 'SÜD'],
        ['name', 'matches', '^K.ln'],
        ['at', '>', '2026-03-01'],
        ['ok', '=', 'true'],
        ['ok', '!=', 'false'],
        ['none', '=', 'null'],
        ['none', 'exists'],
        ['tags', 'contains', 'b'],
        ['tags', 'contains', '3'],
        ['tags[1]', '=', 'b'],
        ['tags', '=', '["a","b",3]'],
        ['pos', 'contains', 'lat'],
        ['$..lat', 'exists'],
        ['speed', 'contains', '8'],
        ['speed', 'matches', '^8'],
      ]),
      [],
    );
    assert.deepEqual(
      wrong(false, [
        ['name', '=', 'köln süd'],
        ['name', 'matches', '^süd'],
        ['tags', 'contains', 'c'],
        ['tags', 'matches', 'a'],
        ['pos', '=', 'true'],
        ['none', '=', '0'],
        ['ok', '=', '1'],
      ]),
      [],
    );
  });

  it('holds for nothing that is not there, and its negation does', () => {
    const operators: PathOperator[] = [
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
    const data = 'no JSON at all';
    for (const operator of operators) {
      const condition = { kind: 'path', path: 'nope', operator, value: '1' } as const;
      assert.deepEqual(
        [
          verdict(condition, { data: DATA }),
          verdict({ ...condition, negated: true }, { data: DATA }),
          verdict(condition, { data }),
        ],
        [false, true, false],
        operator,
      );
    }
  });

  it('does not parse a record that is too large for it', () => {
    const data = `"${'x'.repeat(1_100_000)}"`;
    const condition = { kind: 'path', path: 'a', operator: 'exists', value: '' } as const;
    const reason = 'The data is larger than 1 MiB, too large to look into.';
    assert.deepEqual(
      [verdict(condition, { data }), verdict({ ...condition, negated: true }, { data })],
      [reason, reason],
    );
  });

  it('says what is wrong with a path or a pattern', () => {
    const problem = (path: string, operator: PathOperator, value: string): string | undefined =>
      problemWith({ kind: 'path', path, operator, value });
    assert.deepEqual(
      [problem(' ', '=', ''), problem('a', 'matches', '(b'), problem('a', '=', '(b')],
      [
        'Enter the path of a field, such as speed.',
        'This is no regular expression: missing closing ): `(b`.',
        undefined,
      ],
    );
    assert.match(problem('a[', '=', '1') ?? '', /^"a\[" is no JSON path: /);
  });
});
