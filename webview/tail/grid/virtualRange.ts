import { observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import { limits } from '../../limits.ts';

/**
 * Which rows are in sight. The virtual list watches the size and the scroll position of the
 * scrolling element; the grid alone writes the position, and tells it here through `moved`.
 */
export class VirtualRange {
  private readonly scroller: HTMLElement;
  private readonly virtualizer: Virtualizer<HTMLElement, HTMLElement>;
  private readonly onChange: () => void;
  private report: ((offsetPx: number, isScrolling: boolean) => void) | undefined;
  private count = 0;
  private readonly unmount: () => void;

  constructor(scroller: HTMLElement, onChange: () => void) {
    this.scroller = scroller;
    this.onChange = onChange;
    this.virtualizer = new Virtualizer(this.options());
    this.unmount = this.virtualizer._didMount();
    this.virtualizer._willUpdate();
  }

  get heightPx(): number {
    return this.virtualizer.scrollRect?.height ?? 0;
  }

  /** Rows that fit into the view, the last one perhaps cut off. */
  get rowsInView(): number {
    return Math.ceil(this.heightPx / limits.rowHeightPx);
  }

  setCount(count: number): void {
    const step = limits.virtualCountStep;
    const stepped = Math.ceil(count / step) * step;
    if (stepped === this.count) return;
    this.count = stepped;
    this.virtualizer.setOptions(this.options());
    this.virtualizer._willUpdate();
  }

  /** Takes the scroll position that was just written or scrolled to. */
  moved(isScrolling: boolean): void {
    this.report?.(this.scroller.scrollTop, isScrolling);
  }

  /** Indices [from, to) to draw of a list of `count` rows. */
  range(count: number): { from: number; to: number } {
    const indices = this.virtualizer.getVirtualIndexes();
    const from = Math.min(indices[0] ?? 0, count);
    return { from, to: Math.max(from, Math.min((indices.at(-1) ?? -1) + 1, count)) };
  }

  dispose(): void {
    this.unmount();
  }

  private options(): ConstructorParameters<typeof Virtualizer<HTMLElement, HTMLElement>>[0] {
    return {
      count: this.count,
      getScrollElement: () => this.scroller,
      estimateSize: () => limits.rowHeightPx,
      overscan: limits.overscanRows,
      observeElementRect,
      observeElementOffset: (_virtualizer, report) => {
        this.report = report;
        report(this.scroller.scrollTop, false);
      },
      scrollToFn: () => undefined,
      onChange: () => this.onChange(),
    };
  }
}
