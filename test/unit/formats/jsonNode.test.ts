import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { type JsonNode, memberOf, parseJsonNode } from '../../../src/formats/jsonNode.ts';
import { seededRandom } from '../../support/seededRandom.ts';

describe('parseJsonNode', () => {
  it('agrees with JSON.parse, and keeps every text, for any JSON', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = seededRandom(seed);
      const value = [randomValue(random, 4)];
      const text = JSON.stringify(value, undefined, seed % 3);
      const node = parseJsonNode(text);
      assert.ok(node, `seed ${seed}`);
      assert.equal(node.text, text, `seed ${seed}`);
      assert.deepEqual(valueOf(node), value, `seed ${seed}: ${text}`);
    }
  });

  it('keeps digits, the order of keys and doubled ones', () => {
    const node = parseJsonNode(' {"2":1.50,"1":12345678901234567890,"2":"\\u0041\\"\\\\"} ');
    assert.ok(node?.kind === 'object');
    assert.deepEqual(
      node.members.map(({ name, value }) => [name, value.text]),
      [
        ['"2"', '1.50'],
        ['"1"', '12345678901234567890'],
        ['"2"', '"\\u0041\\"\\\\"'],
      ],
    );
    assert.equal(memberOf(node, '2')?.kind, 'string');
    assert.equal(memberOf(node, '3'), undefined);
  });

  it('refuses what is no JSON, and what would exhaust the stack', () => {
    for (const text of ['', 'text', '"text"', '{', '[1,]', '['.repeat(100_000), '{"a":1}{']) {
      assert.equal(parseJsonNode(text), undefined, text.slice(0, 20));
    }
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    assert.equal(parseJsonNode(deep), undefined);
    assert.ok(parseJsonNode('['.repeat(150) + ']'.repeat(150)));
  });
});

function valueOf(node: JsonNode): unknown {
  if (node.kind === 'array') return node.items.map(valueOf);
  if (node.kind !== 'object') return JSON.parse(node.text);
  return Object.fromEntries(
    node.members.map(({ name, value }) => [JSON.parse(name) as string, valueOf(value)]),
  );
}

function randomValue(random: () => number, depth: number): unknown {
  const kind = Math.floor(random() * (depth === 0 ? 5 : 7));
  const length = Math.floor(random() * 4);
  const text = (): string =>
    Array.from(
      { length },
      () => ['"', '\\', '}', ']', ',', ' ', 'ä', '\u2028', '1'][Math.floor(random() * 9)],
    ).join('');
  if (kind === 0) return null;
  if (kind === 1) return random() < 0.5;
  if (kind === 2) return (random() - 0.5) * 10 ** Math.floor(random() * 40 - 20);
  if (kind <= 4) return text();
  if (kind === 5) return Array.from({ length }, () => randomValue(random, depth - 1));
  return Object.fromEntries(
    Array.from({ length }, (_, index) => [`${text()}${index}x`, randomValue(random, depth - 1)]),
  );
}
