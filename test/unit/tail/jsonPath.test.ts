import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileJsonPath } from '../../../src/tail/jsonPath.ts';
import { jsonValueOf } from '../../../src/tail/jsonValue.ts';

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
  ];
  for (const [path, expected] of found) {
    it(`finds ${String(expected)} by ${path}`, () => {
      assert.equal(compileJsonPath(path)(VALUE), expected);
    });
  }

  for (const path of ['', '$[', 'a..', `$.${'x'.repeat(2_000)}`]) {
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
  it('finds nothing in JSON that is too deep for it', () => {
    const deep = JSON.parse(`${'['.repeat(200)}{"x":1}${']'.repeat(200)}`) as unknown;
    assert.equal(compileJsonPath('$..x')(deep), undefined);
    assert.equal(compileJsonPath('$..x')([[{ x: 1 }]]), 1);
  });
});
