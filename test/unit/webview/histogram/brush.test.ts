import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brushRange, movedBrush } from '../../../../webview/tail/histogram/brush.ts';
import { layersOf } from '../../../../webview/tail/histogram/bars.ts';
import { brushText, stepText, timesOf } from '../../../../webview/tail/histogram/histogramText.ts';

const histogram = {
  fromMs: new Date(2026, 2, 1, 12, 0, 0).getTime(),
  stepMs: 5_000,
  total: [10, 20, 0, 5],
  shown: [1, 2, 0, 3],
  groups: [
    { name: 'shardId-000000000003', counts: [1, 1, 0, 3] },
    { name: undefined, counts: [0, 1, 0, 0] },
  ],
};

test('moves by keys, extends with Shift, and stays within the bars', () => {
  const press = (key: string, shiftKey = false): { key: string; shiftKey: boolean } => ({
    key,
    shiftKey,
  });
  assert.deepEqual(
    [
      movedBrush(undefined, press('ArrowLeft'), 4),
      movedBrush({ anchor: 2, head: 2 }, press('ArrowRight', true), 4),
      movedBrush({ anchor: 2, head: 3 }, press('ArrowRight', true), 4),
      movedBrush({ anchor: 2, head: 3 }, press('Home', true), 4),
      movedBrush({ anchor: 2, head: 3 }, press('ArrowLeft'), 4),
      movedBrush({ anchor: 2, head: 3 }, press('PageUp'), 4),
      movedBrush(undefined, press('a'), 4),
      movedBrush(undefined, press('Home'), 0),
    ],
    [
      { anchor: 3, head: 3 },
      { anchor: 2, head: 3 },
      { anchor: 2, head: 3 },
      { anchor: 2, head: 0 },
      { anchor: 2, head: 2 },
      { anchor: 0, head: 0 },
      undefined,
      undefined,
    ],
  );
  assert.deepEqual(brushRange({ anchor: 3, head: 1 }), { first: 1, last: 3 });
});

test('says what lies under it', () => {
  const times = { format: 'local', nowMs: 0 } as const;
  const brush = { anchor: 1, head: 0 };
  assert.equal(
    brushText(histogram, brush, { isFiltered: true, times }),
    '12:00:00 – 12:00:10: 30 records, 3 shown (0003 2, other 1)',
  );
  assert.equal(
    brushText({ ...histogram, groups: [] }, { anchor: 3, head: 3 }, { isFiltered: false, times }),
    '12:00:15 – 12:00:20: 5 records',
  );
  assert.deepEqual(timesOf(histogram, brush), {
    fromMs: histogram.fromMs,
    toMs: histogram.fromMs + 10_000,
  });
  assert.deepEqual([20, 5_000, 60_000, 7_200_000, 172_800_000].map(stepText), [
    '20 ms',
    '5 s',
    '1 min',
    '2 h',
    '2 days',
  ]);
});

test('stacks groups upon each other, before the total', () => {
  assert.deepEqual(
    layersOf(histogram, true).map(({ className, from, counts }) => ({ className, from, counts })),
    [
      { className: 'bars-total', from: [0, 0, 0, 0], counts: [10, 20, 0, 5] },
      { className: 'bars-group', from: [0, 0, 0, 0], counts: [1, 1, 0, 3] },
      { className: 'bars-group', from: [1, 1, 0, 3], counts: [0, 1, 0, 0] },
    ],
  );
});
