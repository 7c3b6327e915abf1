import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileJsonPath } from '../../../../src/tail/jsonPath.ts';
import {
  childrenOf,
  findInTree,
  type JsonTree,
  keyText,
  listedNodes,
  nodesOpenAtFirst,
  parseJsonTree,
  pathOf,
  valueText,
} from '../../../../webview/tail/detail/jsonTree.ts';
import { seededRandom } from '../../../support/seededRandom.ts';

function treeOf(text: string): JsonTree {
  const tree = parseJsonTree(text, 100_000);
  assert.ok(tree);
  return tree;
}

test('keys and values stand as they were written, with their duplicates, digits and order', () => {
  const tree = treeOf('{ "id":12345678901234567890, "b":[], "2":1.10,"b":{"x":"\\u00e9:,"} }');
  assert.deepEqual(
    tree.nodes
      .map((node, index) => [node.depth, keyText(tree, index), valueText(tree, index)])
      .slice(1),
    [
      [1, 'id', '12345678901234567890'],
      [1, 'b', '[]'],
      [1, '2', '1.10'],
      [1, 'b', '{"x":"\\u00e9:,"}'],
      [2, 'x', '"\\u00e9:,"'],
    ],
  );
});

test('what is no JSON, or has too many values, has no tree', () => {
  assert.equal(parseJsonTree('text', 10), undefined);
  assert.equal(parseJsonTree('{"a":', 10), undefined);
  assert.equal(parseJsonTree(JSON.stringify(Array(20).fill(1)), 10), undefined);
  assert.equal(treeOf('['.repeat(5_000) + ']'.repeat(5_000)).nodes.length, 5_000);
});

test('any JSON is the same by its tree, and each path finds its value', () => {
  const random = seededRandom(5);
  const keys = ['a', 'b c', "it's", 'q"q', '\\', 'é', '', '0'];
  const make = (depth: number): unknown => {
    const kind = Math.floor(random() * (depth > 4 ? 4 : 6));
    if (kind === 0) return Math.round(random() * 1e9) / 1e3;
    if (kind === 1) return [true, false, null][Math.floor(random() * 3)];
    if (kind < 4) return keys[Math.floor(random() * keys.length)];
    const items = Array.from({ length: Math.floor(random() * 5) }, () => make(depth + 1));
    if (kind === 4) return items;
    return Object.fromEntries(
      items.map((item) => [keys[Math.floor(random() * keys.length)] ?? '', item]),
    );
  };
  const valueOf = (tree: JsonTree, node: number): unknown => {
    const { kind } = tree.nodes[node] ?? assert.fail();
    const children = childrenOf(tree, node);
    if (kind === 'array') return children.map((child) => valueOf(tree, child));
    if (kind !== 'object') return JSON.parse(valueText(tree, node)) as unknown;
    return Object.fromEntries(
      children.map((child) => [
        JSON.parse(`"${keyText(tree, child)}"`) as string,
        valueOf(tree, child),
      ]),
    );
  };
  for (let round = 0; round < 200; round++) {
    const value = [make(0)];
    const tree = treeOf(JSON.stringify(value, undefined, round % 3));
    assert.deepEqual(valueOf(tree, 0), value);
    for (let node = 0; node < tree.nodes.length; node++) {
      const found = compileJsonPath(pathOf(tree, node))(value);
      assert.deepEqual(found, JSON.parse(valueText(tree, node)), pathOf(tree, node));
    }
  }
});

test('a closed value hides what is within it', () => {
  const tree = treeOf('{"a":{"b":[1,2]},"c":3}');
  const keysOf = (nodes: readonly number[]): string[] => nodes.map((node) => keyText(tree, node));
  assert.deepEqual(keysOf(listedNodes(tree, () => true)), ['', 'a', 'b', '0', '1', 'c']);
  assert.deepEqual(keysOf(listedNodes(tree, (node) => node !== 1)), ['', 'a', 'c']);
  assert.deepEqual(keysOf(listedNodes(tree, () => false)), ['']);
});

test('at first as many levels are open as there is room for', () => {
  const tree = treeOf(JSON.stringify({ a: { b: 1 }, long: Array(500).fill(0), c: [1, 2] }));
  const open = nodesOpenAtFirst(tree, 100);
  assert.deepEqual(
    [...open].map((node) => keyText(tree, node)),
    ['', 'a', 'c'],
  );
  const wide = treeOf(JSON.stringify(Array(500).fill(0)));
  assert.deepEqual([...nodesOpenAtFirst(wide, 100)], [0]);
});

test('finds keys and values, not what lies within a value that is listed by itself', () => {
  const tree = treeOf('{"Speed":83,"note":"full speed","list":["x","SPEED"]}');
  const found = findInTree(tree, (text) => /speed/i.test(text), 100);
  assert.deepEqual(
    found.map((node) => pathOf(tree, node)),
    ['$.Speed', '$.note', '$.list[1]'],
  );
  assert.equal(findInTree(tree, (text) => /speed/i.test(text), 2).length, 2);
});
