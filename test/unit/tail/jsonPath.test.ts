import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compile, type JSONValue } from 'json-p3';
import { compileJsonPath, findOrNothing } from '../../../src/tail/jsonPath.ts';
import { jsonValueOf } from '../../../src/tail/jsonValue.ts';
import { seededRandom } from '../../support/seededRandom.ts';

const VALUE = jsonValueOf('{"a":{"b":[1,{"c d":9007199254740993}]},"x-y":true,"z":1.5}');

describe('a JSON path', () => {
  const found: [string, unknown][] = [
    ['z', 1.5],
    ['$.z', 1.5],
    ['a.b[0]', 1],
    ["$.a.b[1]['c d']", 9_007_199_254_740_993n],
    ["$['x-y']", true],
    ['a.b[*]', 1],
    ['$..["c d"]', 9_007_199_254_740_993n],
    ['a.nothing', undefined],
    ['toString', undefined],
    ['z.length', undefined],
    ['a.b.length', undefined],
  ];
  for (const [path, expected] of found) {
    it(`finds ${String(expected)} by ${path}`, () => {
      assert.equal(compileJsonPath(path)(VALUE), expected);
    });
  }

  for (const path of ['', '$[', 'a..', '..a', '$...a', 'a..b..', `$.${'x'.repeat(2_000)}`]) {
    it(`is refused when it is "${path.slice(0, 10)}"`, () => {
      assert.throws(() => compileJsonPath(path), { code: 'invalidInput' });
    });
  }

  it('finds nothing in what is not JSON', () => {
    assert.equal(compileJsonPath('a')(jsonValueOf('{')), undefined);
    assert.equal(compileJsonPath('a[0]')(undefined), undefined);
  });
});

describe('a path that looks everywhere', () => {
  it('says of JSON that is too deep for it that it is', () => {
    const deep = JSON.parse(`${'['.repeat(200)}{"x":1}${']'.repeat(200)}`) as unknown;
    const find = compileJsonPath('$..["x"]');
    assert.throws(() => find(deep), { name: 'QueryTooLong' });
    assert.equal(findOrNothing(find, deep), undefined);
    assert.equal(find([[{ x: 1 }]]), 1);
  });

  it('finds a name however deep it lies', () => {
    const deep = JSON.parse(`${'['.repeat(5_000)}{"x":1}${']'.repeat(5_000)}`) as unknown;
    assert.equal(compileJsonPath('$..x')(deep), 1);
  });

  it('finds what a query finds', () => {
    const random = seededRandom(7);
    const names = ['a', 'b', 'length', '__proto__'];
    const nameOf = (): string => names[Math.floor(random() * names.length)] ?? 'a';
    const jsonOf = (depth: number): string => {
      const count = Math.floor(random() * 3);
      if (depth === 0 || random() < 0.2) return random() < 0.3 ? 'null' : String(random());
      const parts = Array.from({ length: count }, () => jsonOf(depth - 1));
      if (random() < 0.4) return `[${parts.join()}]`;
      return `{${parts.map((part) => `"${nameOf()}":${part}`).join()}}`;
    };
    let found = 0;
    for (let round = 0; round < 3_000; round++) {
      const value: unknown = JSON.parse(jsonOf(5));
      const [above, below, last] = [nameOf(), nameOf(), nameOf()];
      for (const path of [`$..${below}`, `${above}..${below}`, `$.${above}..${below}.${last}`]) {
        const query = compile(path.startsWith('$') ? path : `$.${path}`);
        const [wanted] = query.query(value as JSONValue).nodes;
        if (wanted) found++;
        assert.deepEqual(compileJsonPath(path)(value), wanted?.value, `${path} in round ${round}`);
      }
    }
    assert.ok(found > 500, `${found} were found`);
  });
});
