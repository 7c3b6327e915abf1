import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TallScroll } from '../../../../webview/tail/grid/tallScroll.ts';
import { seededRandom } from '../../../support/seededRandom.ts';

const VIEW_PX = 500;
const MAX_PX = 10_000;

function scrollOf(listPx: number): TallScroll {
  const scroll = new TallScroll(MAX_PX);
  scroll.setSize({ listPx, viewPx: VIEW_PX });
  return scroll;
}

/** As the browser does: the bar stays within its track, at whole pixels. */
function put(scroll: TallScroll, topPx: number): number {
  const barPx = Math.max(0, Math.min(scroll.barFor(topPx), scroll.elementPx - VIEW_PX));
  scroll.placed(topPx, barPx);
  return barPx;
}

describe('scrolling a list', () => {
  test('is the browser\u2019s own where the list is not too high', () => {
    const scroll = scrollOf(8_000);
    assert.equal(scroll.elementPx, 8_000);
    for (const top of [0, 1234, 7_500]) {
      scroll.moved(top);
      assert.deepEqual([scroll.topPx, scroll.offsetPx], [top, 0]);
    }
  });

  test('reaches every place of a list that is much too high, by bar and by wheel', () => {
    const scroll = scrollOf(1_000_000);
    assert.equal(scroll.elementPx, MAX_PX);
    scroll.moved(MAX_PX - VIEW_PX);
    assert.equal(scroll.topPx, 1_000_000 - VIEW_PX);
    scroll.moved(0);
    assert.equal(scroll.topPx, 0);
    scroll.moved((MAX_PX - VIEW_PX) / 2);
    assert.equal(scroll.topPx, (1_000_000 - VIEW_PX) / 2);
    scroll.moved((MAX_PX - VIEW_PX) / 2 + 100);
    assert.equal(scroll.topPx, (1_000_000 - VIEW_PX) / 2 + 100);
  });

  test('a row stays where it is on the screen when the wheel moves it', () => {
    const random = seededRandom(9);
    const scroll = scrollOf(1_000_000);
    let barPx = put(scroll, 400_000);
    for (let round = 0; round < 500; round++) {
      const byPx = Math.round((random() - 0.5) * 400);
      const rowPx = scroll.topPx + 100 - scroll.offsetPx;
      const before = rowPx - barPx;
      barPx += byPx;
      const wasPx = scroll.topPx;
      scroll.moved(barPx);
      assert.equal(scroll.topPx, wasPx + byPx);
      assert.equal(wasPx + 100 - scroll.offsetPx - barPx, before - byPx);
    }
  });

  test('every place can be gone to, and lies within the element', () => {
    const random = seededRandom(4);
    const scroll = scrollOf(700_000);
    for (let round = 0; round < 500; round++) {
      const top = Math.floor(random() * (700_000 - VIEW_PX));
      put(scroll, top);
      const drawnPx = scroll.topPx - scroll.offsetPx;
      assert.equal(scroll.topPx, top);
      assert.ok(drawnPx >= 0 && drawnPx + VIEW_PX <= MAX_PX);
    }
  });
});
