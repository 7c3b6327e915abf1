import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RowSelection } from '../../../../webview/tail/grid/selection.ts';
import { seededRandom } from '../../../support/seededRandom.ts';

describe('the selection of rows', () => {
  test('is what a plain set of rows would be, whatever is pressed', () => {
    const random = seededRandom(21);
    const selection = new RowSelection(1000);
    let model = new Set<number>();
    let anchor: number | undefined;
    for (let round = 0; round < 2000; round++) {
      const row = Math.floor(random() * 60);
      const kind = random();
      if (kind < 0.2) {
        selection.selectOnly(row);
        model = new Set([row]);
        anchor = row;
      } else if (kind < 0.7) {
        selection.toggle(row);
        if (!model.delete(row)) model.add(row);
        anchor = row;
      } else {
        selection.extendTo(row);
        const from = anchor ?? row;
        const [low, high] = [Math.min(from, row), Math.max(from, row)];
        model = new Set(Array.from({ length: high - low + 1 }, (_, index) => low + index));
        anchor = from;
      }
      assert.deepEqual(
        selection.rows(),
        [...model].sort((a, b) => a - b),
      );
      assert.deepEqual(
        [selection.count, selection.lead, selection.has(row)],
        [model.size, row, model.has(row)],
      );
    }
  });

  test('never has more rows than it may, and says so', () => {
    const selection = new RowSelection(3);
    selection.selectOnly(10);
    assert.deepEqual([selection.extendTo(12), selection.rows()], [true, [10, 11, 12]]);
    assert.deepEqual([selection.extendTo(20), selection.rows()], [false, [18, 19, 20]]);
    assert.deepEqual([selection.extendTo(1), selection.rows()], [false, [1, 2, 3]]);
    assert.deepEqual(
      [selection.selectAll({ first: 0, end: 50 }), selection.rows()],
      [false, [47, 48, 49]],
    );
    assert.deepEqual([selection.selectAll({ first: 48, end: 50 }), selection.lead], [true, 49]);
    selection.toggle(1);
    selection.toggle(2);
    assert.deepEqual(selection.rows(), [1, 48, 49]);
  });

  test('forgets rows that have dropped, but not which one leads', () => {
    const selection = new RowSelection(100);
    selection.selectOnly(5);
    selection.extendTo(9);
    selection.toggle(20);
    selection.dropBefore(8);
    assert.deepEqual(selection.rows(), [8, 9, 20]);
    selection.dropBefore(30);
    assert.deepEqual([selection.rows(), selection.lead], [[], 20]);
  });

  test('is empty when there is nothing', () => {
    const selection = new RowSelection(100);
    assert.equal(selection.selectAll({ first: 4, end: 4 }), true);
    assert.deepEqual([selection.rows(), selection.lead], [[], undefined]);
    selection.selectOnly(undefined);
    assert.equal(selection.count, 0);
  });

  test('comes back as it was kept, and never larger than it may be', () => {
    const selection = new RowSelection(4);
    selection.selectOnly(3);
    assert.deepEqual(selection.kept, { selected: 3 });
    selection.toggle(5);
    selection.toggle(6);
    const { kept } = selection;
    assert.deepEqual(kept, {
      selected: 6,
      spans: [
        { from: 3, to: 4 },
        { from: 5, to: 7 },
      ],
    });
    const other = new RowSelection(4);
    other.restore(kept);
    assert.deepEqual([other.rows(), other.lead], [[3, 5, 6], 6]);
    other.restore({ selected: 9, spans: [{ from: 9, to: 1_000_000 }] });
    assert.deepEqual([other.rows(), other.lead], [[9, 10, 11, 12], 9]);
    other.restore(undefined);
    assert.deepEqual([other.rows(), other.lead], [[], undefined]);
  });
});
