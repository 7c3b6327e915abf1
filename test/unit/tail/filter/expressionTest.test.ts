import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seededRandom } from '../../../support/seededRandom.ts';
import type { Candidate } from '../../../../src/tail/filter/candidate.ts';
import { compileFilter } from '../../../../src/tail/filter/compile.ts';
import { expressionTest } from '../../../../src/tail/filter/expressionTest.ts';
import { problemWith, verdict } from './filtering.ts';

const DATA = {
  speed: 83,
  fuel: 0.5,
  status: 'driving',
  stops: [
    { place: 'Köln', wait: 3 },
    { place: 'Bonn', wait: 9 },
  ],
};

function result(expression: string, data: unknown = DATA): boolean | string {
  return verdict({ kind: 'expression', expression }, { data, arrivalMs: 1_700_000_000_000 });
}

describe('An expression', () => {
  it('sees the fields of a record and its data', () => {
    const expressions = [
      'data.speed > 80 && data.status == "driving"',
      'data.speed + 1 == 84.0',
      'data.fuel * 2 >= 1',
      'data.stops.exists(stop, stop.wait > 5)',
      'data.stops[0].place.startsWith("K")',
      'data.stops.map(s, s.place).join(",") == "Köln,Bonn"',
      'has(data.speed) && !has(data.nothing)',
      'key == "truck_7" && shard.endsWith("0000") && sequenceNumber == "495"',
      'size > 20',
      'time < timestamp("2024-01-01T00:00:00Z")',
      'key.matches("^truck_\\\\d$")',
      '("a" + key) . matches ( "atruck" )',
      '"matches(" + key == "matches(truck_7"',
    ];
    assert.deepEqual(
      expressions.filter((expression) => result(expression) !== true),
      [],
    );
  });

  it('compares integers to the last digit, and takes what is not JSON for text', () => {
    assert.deepEqual(
      [
        result('data.id == 9007199254740993', '{"id":9007199254740993}'),
        result('data.id == 9007199254740993', '{"id":9007199254740992}'),
        result('data.contains("plain")', 'plain text'),
      ],
      [true, false, true],
    );
  });

  it('leaves a record undecided on which it fails, negated too', () => {
    const negated = { kind: 'expression', expression: 'data.nope > 1', negated: true } as const;
    assert.deepEqual(
      [result('data.nope > 1'), verdict(negated, { data: DATA }), result('data.speed')],
      ['No such key: nope', 'No such key: nope', 'The expression gives neither true nor false.'],
    );
  });

  it('says what is wrong with it, and where', () => {
    const problem = (expression: string): string | undefined =>
      problemWith({ kind: 'expression', expression });
    assert.deepEqual(
      [
        'data.speed >',
        'speed > 80',
        'key > 1',
        '1 + 1',
        'key.matches(data.pattern)',
        'key.matches("(")',
        'cel.bind(x, data, x.speed > 1)',
        '',
      ].map(problem),
      [
        'This is no expression: Unexpected token: EOF at character 13. [12]',
        'This expression is wrong: Unknown variable: speed at character 1. [0]',
        'This expression is wrong: no such overload: string > int at character 1. [0]',
        'The expression gives int, not true or false.',
        'matches() takes its pattern as a text in quotes. [12]',
        'This is no regular expression: missing closing ): `(`.',
        'cel.bind() is not supported. [0]',
        'This is no expression: Unexpected token: EOF at character 1. [0]',
      ],
    );
  });

  it('reaches nothing of the program that runs it', () => {
    const reached = [
      'data.constructor.constructor("return 1")() == 1',
      'data["__proto__"] != null',
      'key.constructor != null',
      'data.toString() != ""',
      'dyn(data).valueOf() != null',
    ].filter((expression) => {
      const compiled = compileFilter({ conditions: [{ kind: 'expression', expression }] });
      return typeof compiled === 'function' && result(expression) === true;
    });
    assert.deepEqual(reached, []);
  });

  it('does not go through loops within loops over large data', () => {
    const large = Array.from({ length: 3_000 }, (_, index) => index);
    const tooLarge = 'The data is too large for the loops of this expression.';
    assert.deepEqual(
      [
        result('data.exists(x, x == 2999)', large),
        result('data.all(x, data.all(y, data.all(z, x + y + z >= 0)))', large),
        result('data.exists(x, x in data)', large),
        result('data.map(x, data).map(x, x).exists(x, false)', large),
        result('data.split("").exists(x, x == "b")', 'a'.repeat(900_000)),
      ],
      [true, tooLarge, tooLarge, tooLarge, tooLarge],
    );
  });

  it('copies no large lists again and again', () => {
    const large = Array.from({ length: 30_000 }, (_, index) => index);
    const sum = (count: number): string => Array.from({ length: count }, () => 'data').join(' + ');
    const tooLarge = 'The data is too large for the additions of this expression.';
    assert.deepEqual(
      [
        result(`(${sum(2)}).size() == 60000`, large),
        result(`(${sum(60)}).size() > 3`, large),
        result(`(${sum(60)}).size() == 180`, [1, 2, 3]),
        result('data.a + data.b + data.c + data.d == 10.0', { a: 1, b: 2, c: 3, d: 4 }),
      ],
      [true, tooLarge, true, true],
    );
  });

  it('gives up loops that take too long with one record, and begins anew with the next', () => {
    let nowMs = 0;
    let looks = 0;
    const tick = (): number => (nowMs += 10);
    const test = expressionTest('data.items.exists(x, data.text.contains("z"))', tick);
    const candidateOf = (items: number): Candidate => {
      const value = {
        items: Array.from({ length: items }, (_, index) => index),
        get text() {
          looks++;
          return 'a';
        },
      };
      return { value, text: ','.repeat(items), bytes: items } as unknown as Candidate;
    };
    assert.throws(() => test.holds(candidateOf(5_000)), {
      message: 'The loops of this expression take too long with this data.',
    });
    assert.ok(looks < 100, `${looks} looks at the text`);
    assert.equal(test.holds(candidateOf(10)), false);
  });

  it('is refused or judged, and never throws, whatever is typed', () => {
    const words =
      'size>1 has(data.a) data key time . ( ) [ ] { , "a" \'b 1 2.5 > == && || ! ? : in matches exists x // \\'.split(
        ' ',
      );
    const verdicts = new Set<string>();
    for (let seed = 1; seed <= 3_000; seed++) {
      const random = seededRandom(seed);
      const length = 1 + Math.floor(random() * 8);
      const expression = Array.from(
        { length },
        () => words[Math.floor(random() * words.length)],
      ).join(random() < 0.5 ? '' : ' ');
      const compiled = compileFilter({ conditions: [{ kind: 'expression', expression }] });
      verdicts.add(typeof compiled === 'function' ? typeof result(expression) : 'refused');
    }
    assert.deepEqual([...verdicts].sort(), ['boolean', 'refused', 'string']);
  });
});
