import type { Disposable } from '../../../src/base/lifecycle.ts';
import { limits } from '../../limits.ts';

/** The height of what scrolls, and so which rows are in sight: all rows are equally high. */
export class Viewport implements Disposable {
  private readonly observer: ResizeObserver;
  private currentPx = 0;

  constructor(scroller: HTMLElement, onChange: () => void) {
    this.observer = new ResizeObserver(() => {
      this.currentPx = scroller.clientHeight;
      onChange();
    });
    this.observer.observe(scroller);
  }

  get heightPx(): number {
    return this.currentPx;
  }

  /** Rows that fit into the view, the last one perhaps cut off. */
  get rowsInView(): number {
    return Math.ceil(this.heightPx / limits.rowHeightPx);
  }

  /** Indices [from, to) to draw of a list of `count` rows that is scrolled to `topPx`. */
  range(count: number, topPx: number): { from: number; to: number } {
    const first = Math.floor(topPx / limits.rowHeightPx);
    const last = Math.ceil((topPx + this.heightPx) / limits.rowHeightPx);
    const from = Math.max(0, Math.min(first - limits.overscanRows, count));
    return { from, to: Math.max(from, Math.min(last + limits.overscanRows, count)) };
  }

  dispose(): void {
    this.observer.disconnect();
  }
}
