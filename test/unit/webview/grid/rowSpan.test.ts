import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RowSpan } from '../../../../webview/tail/grid/rowSpan.ts';

function spanOf(first: number, end: number): RowSpan {
  const span = new RowSpan(22);
  span.reset({ first, end });
  return span;
}

describe('the span of rows', () => {
  test('maps ordinals to pixels from its base on', () => {
    const span = spanOf(100, 150);
    assert.deepEqual(
      { height: span.heightPx, top: span.topOf(110), at: span.ordinalAt(10 * 22 + 21) },
      { height: 50 * 22, top: 220, at: 110 },
    );
  });

  test('keeps every row in place while older ones drop and newer ones come', () => {
    const span = spanOf(0, 100);
    const before = span.topOf(60);
    span.advance({ first: 40, end: 300 });
    assert.deepEqual([span.topOf(60), span.heightPx, span.first], [before, 300 * 22, 40]);
  });

  test('says how far everything moved when the space of dropped rows is cut off', () => {
    const span = spanOf(0, 100);
    span.advance({ first: 40, end: 140 });
    const top = span.topOf(60);
    const movedPx = span.rebase();
    assert.deepEqual([movedPx, top - span.topOf(60), span.rebase()], [880, 880, 0]);
  });

  test('needs a rebase only when dropped rows are in sight', () => {
    const span = spanOf(0, 100);
    assert.equal(span.needsRebase(0), false);
    span.advance({ first: 40, end: 140 });
    assert.deepEqual([span.needsRebase(39 * 22), span.needsRebase(40 * 22)], [true, false]);
  });

  test('keeps positions within the rows that exist', () => {
    const span = spanOf(0, 100);
    span.advance({ first: 40, end: 100 });
    assert.deepEqual([span.ordinalAt(0), span.ordinalAt(1e9)], [40, 99]);
  });

  test('scrolls only as far as it takes to see a row', () => {
    const span = spanOf(0, 100);
    const view = { topPx: 220, heightPx: 110 };
    assert.deepEqual(
      [9, 10, 14, 15].map((ordinal) => span.scrollFor(ordinal, view)),
      [198, undefined, undefined, 242],
    );
  });
});
