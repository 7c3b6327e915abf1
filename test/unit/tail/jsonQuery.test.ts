import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compile, type JSONValue } from 'json-p3';
import { JsonQuery } from '../../../src/tail/jsonQuery.ts';
import { seededRandom } from '../../support/seededRandom.ts';

const PATHS = [
  '$',
  '$.*',
  '$..*',
  '$..a',
  '$..a..b',
  '$..a..a..b',
  '$.a..*..b[0]',
  '$..[0]',
  '$..[-1:]',
  "$..['a','b']",
  '$..[?@.a]',
  '$..[?@..b]',
  '$..[?@.b > 1 && !@.a]',
  '$..[?count(@..*) > 2]..a',
  '$..[?length(@.a) == 1 || value(@..b) == 1]',
  '$..[?$.a == @.b || match(@.a, "x")]',
  '$[?@[?@..a]]',
];

/** Each place once, in the order in which it is found first. */
function placesOf(found: Iterable<{ readonly location: readonly unknown[] }>): string[] {
  return [...new Set(Array.from(found, ({ location }) => JSON.stringify(location)))];
}

describe('A query', () => {
  it('finds what the library finds, and nothing twice below two descents', () => {
    const random = seededRandom(11);
    const valueOf = (depth: number): unknown => {
      if (depth === 0 || random() < 0.15) return random() < 0.3 ? null : Math.floor(random() * 3);
      const parts = Array.from({ length: Math.floor(random() * 4) }, () => valueOf(depth - 1));
      if (random() < 0.4) return parts;
      return Object.fromEntries(parts.map((part) => [random() < 0.5 ? 'a' : 'b', part]));
    };
    let found = 0;
    for (let round = 0; round < 300; round++) {
      const value = valueOf(5);
      for (const path of PATHS) {
        const wanted = placesOf(compile(path).query(value as JSONValue).nodes);
        assert.deepEqual(placesOf(new JsonQuery(path).find(value)), wanted, `${path} in ${round}`);
        found += wanted.length;
      }
    }
    assert.ok(found > 5_000, `${found} were found`);
    const nested = { a: { a: { a: { b: 1 } } } };
    assert.equal([...new JsonQuery('$..a..b').find(nested)].length, 1);
  });

  describe('on data in which every place holds all others', () => {
    const leaves = Array.from({ length: 20_000 }, () => ({}));
    let value: unknown = { leaves };
    for (let depth = 0; depth < 40; depth++) value = { a: value };

    for (const path of ['$..a..b', '$..a..a..b', "$..['a']..['a']..*..b"]) {
      it(`ends, because it goes through nothing twice: ${path}`, () => {
        assert.deepEqual([...new JsonQuery(path).find(value)], []);
      });
    }

    for (const path of [
      '$..[?@..[?@..b]]',
      '$..[?count(@..a..*) > 9e9]',
      '$..leaves[?count($..leaves[?@.b]) == 1]',
      `$.a${'[*,*]'.repeat(40)}`,
    ]) {
      it(`gives up before it takes long, and can be used again: ${path.slice(0, 40)}`, () => {
        const query = new JsonQuery(path);
        const error = { name: 'QueryTooLong', message: 'The data is too large for this path.' };
        assert.throws(() => [...query.find(value)], error);
        assert.deepEqual([...query.find({})], []);
      });
    }
  });

  it('gives up where a filter compares what is too deep to be compared', () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const query = new JsonQuery('$.a[?@ == $.b]');
    assert.throws(() => [...query.find(JSON.parse(`{"a":[${deep}],"b":${deep}}`))], {
      name: 'QueryTooLong',
      message: 'The data is too deep for this path.',
    });
  });
});
