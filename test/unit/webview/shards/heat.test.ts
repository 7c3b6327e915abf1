import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { columnStartMs, heatOf, moveCell, peakOf } from '../../../../webview/tail/shards/heat.ts';

const ROW = { shardId: 'a', records: [0, 500, 10], bytes: [0, 1_000, 1_048_576] };

describe('heat', () => {
  it('is the nearer of the two limits', () => {
    assert.deepEqual(
      [0, 1, 2, 3].map((column) => heatOf(ROW, column)),
      [0, 0.5, 1, 0],
    );
    assert.deepEqual(peakOf(ROW), { column: 2, heat: 1 });
    assert.equal(peakOf({ shardId: 'b', records: [0], bytes: [0] }), undefined);
  });

  it('knows when a column begins', () => {
    const map = { endSecond: 100, secondsPerColumn: 5, shards: [ROW], omitted: 0 };
    assert.deepEqual(
      [0, 1, 2].map((column) => columnStartMs(map, column)),
      [85_000, 90_000, 95_000],
    );
  });

  it('keeps the cursor within the map', () => {
    const size = { rows: 3, columns: 4 };
    const from = { row: 1, column: 3 };
    const moves = [
      'ArrowUp',
      'ArrowDown',
      'ArrowLeft',
      'ArrowRight',
      'PageUp',
      'PageDown',
      'Home',
      'End',
      'x',
    ];
    assert.deepEqual(
      moves.map((key) => {
        const cell = moveCell(key, from, size);
        return cell && [cell.row, cell.column];
      }),
      [[0, 3], [2, 3], [1, 2], [1, 3], [0, 3], [2, 3], [1, 0], [1, 3], undefined],
    );
  });
});
