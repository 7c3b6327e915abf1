import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Move, moveOfKey, targetOfMove } from '../../../../webview/tail/grid/gridKeys.ts';

test('knows the keys that move the selection, and no others', () => {
  const keys = ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End', 'x', 'constructor'];
  const moves = ['up', 'down', 'pageUp', 'pageDown', 'first', 'last', undefined, undefined];
  assert.deepEqual(keys.map(moveOfKey), moves);
});

test('moves by a row, by a page that keeps one row in sight, and to the ends', () => {
  const moves: Move[] = ['up', 'down', 'pageUp', 'pageDown', 'first', 'last'];
  const rows = { first: 100, end: 200, current: 150, pageRows: 20 };
  assert.deepEqual(
    moves.map((move) => targetOfMove(move, rows)),
    [149, 151, 131, 169, 100, 199],
  );
});

test('stays within the rows, also when the current one has dropped', () => {
  const rows = { first: 100, end: 200, current: 90, pageRows: 20 };
  assert.deepEqual([targetOfMove('down', rows), targetOfMove('up', rows)], [100, 100]);
  assert.equal(targetOfMove('pageDown', { ...rows, current: 199 }), 199);
});
