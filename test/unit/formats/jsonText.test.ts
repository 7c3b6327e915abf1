import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { indentJson, joinJsonLines, printJson } from '../../../src/formats/jsonText.ts';

const print = (text: string, charsMax = 1_000_000): string | undefined =>
  printJson(text, charsMax)
    ?.tokens.map((token) => token.text)
    .join('');

/** A small generator of numbers in [0, 1), so that a failure can be repeated from its seed. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function randomJson(random: () => number, depth: number): unknown {
  const kind = Math.floor(random() * (depth > 4 ? 4 : 6));
  const length = Math.floor(random() * 4);
  if (kind === 0) return Math.round((random() - 0.5) * 1e6) / 100;
  if (kind === 1)
    return ['', '"', '\\', '\\"', '{a: [', 'é\n\t\u0000', ','][Math.floor(random() * 7)];
  if (kind === 2) return random() < 0.5;
  if (kind === 3) return null;
  const items = Array.from({ length }, () => randomJson(random, depth + 1));
  return kind === 4 ? items : Object.fromEntries(items.map((item, index) => [`k"${index}`, item]));
}

describe('printing JSON', () => {
  test('prints as JSON.stringify does, for anything', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const value = { value: randomJson(randomOf(seed), 0) };
      const spaced = JSON.stringify(value, undefined, seed % 5);
      assert.equal(print(spaced), JSON.stringify(value, undefined, 2), `seed ${seed}`);
    }
  });

  test('keeps digits, order, duplicates and escapes', () => {
    const text = '{"b":12345678901234567890,"1":1.10,"b":-0e-7,"u":"\\u00e9\\/"}';
    assert.equal(
      print(text),
      '{\n  "b": 12345678901234567890,\n  "1": 1.10,\n  "b": -0e-7,\n  "u": "\\u00e9\\/"\n}',
    );
  });

  test('tells the kinds of tokens apart', () => {
    const tokens = printJson('[{"a":"b"},1,true]', 100)?.tokens ?? [];
    assert.deepEqual(
      tokens.filter(({ kind }) => kind !== 'punctuation'),
      [
        { kind: 'key', text: '"a"' },
        { kind: 'string', text: '"b"' },
        { kind: 'number', text: '1' },
        { kind: 'keyword', text: 'true' },
      ],
    );
  });

  test('leaves alone what is not an object or an array', () => {
    const texts = ['', 'abc', '12', '"text"', '{', '{"a":}', '[1,]', '{"a":1} {"b":2}'];
    assert.deepEqual(
      texts.map((text) => print(text)),
      texts.map(() => undefined),
    );
  });

  test('stops at its budget, also within one string', () => {
    const printed = printJson(`["${'x'.repeat(5000)}"]`, 100);
    const text = printed?.tokens.map((token) => token.text).join('') ?? '';
    assert.deepEqual([text.length, printed?.isComplete], [100, false]);
    assert.equal(printJson('[1]', 100)?.isComplete, true);
  });

  test('bears nesting that would overflow a stack', () => {
    const depth = 100_000;
    const printed = printJson('['.repeat(depth) + ']'.repeat(depth), 20_000);
    const length = printed?.tokens.reduce((sum, token) => sum + token.text.length, 0);
    assert.deepEqual([length, printed?.isComplete], [20_000, false]);
  });

  test('indents the whole text or none of it', () => {
    const text = '{"b":1.10,"1":[]}';
    const indented = '{\n  "b": 1.10,\n  "1": []\n}';
    assert.deepEqual(
      [indentJson(text, indented.length), indentJson(text, indented.length - 1)],
      [indented, undefined],
    );
    assert.equal(indentJson('{"a":}', 100), undefined);
  });

  test('joins the lines of JSON, and leaves its strings alone', () => {
    const text = '{\r\n\t"a  \\n ": [1,\n\n  2]\n}';
    assert.equal(joinJsonLines(text), '{ "a  \\n ": [1, 2] }');
  });
});
