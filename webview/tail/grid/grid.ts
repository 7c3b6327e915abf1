import type { Disposable } from '../../../src/base/lifecycle.ts';
import { DisposableStore } from '../../../src/base/lifecycle.ts';
import type { RowPage, TailCounts } from '../../../src/protocol/webview/tail.ts';
import { limits } from '../../limits.ts';
import { element, listen, setAttribute } from '../../shared/dom.ts';
import { FrameTask } from '../../shared/frame.ts';
import type { Matcher } from '../text/highlight.ts';
import { columns } from './columns.ts';
import { type Move, moveOfKey, targetOfMove } from './gridKeys.ts';
import { RowCache } from './rowCache.ts';
import { RowLayer } from './rowLayer.ts';
import { RowLoader } from './rowLoader.ts';
import { RowSpan } from './rowSpan.ts';
import { rowElementId } from './rowView.ts';
import { VirtualRange } from './virtualRange.ts';

export interface GridOptions {
  requestRows(request: { generation: number; from: number; count: number }): Promise<RowPage>;
  /** Another row is selected, or none. */
  onSelect(ordinal: number | undefined): void;
  /** Enter or a double click: the reader wants the detail. */
  onActivate(): void;
  /** After each frame that was drawn. */
  onDrawn(): void;
}

/** Where the reader is; kept over a reload of the page. */
export interface GridPosition {
  readonly generation: number;
  /** The topmost row in sight; undefined while the view follows the end. */
  readonly top: number | undefined;
  readonly selected: number | undefined;
}

const NO_ROWS = { generation: -1, revision: 0, first: 0, end: 0 };

/**
 * The grid of records. It either follows the end or holds still at the rows that are in sight,
 * whatever arrives behind them and drops before them. It draws at most once per frame.
 */
export class Grid implements Disposable {
  readonly node: HTMLElement;
  private readonly options: GridOptions;
  private readonly scroller = element('div', { class: 'grid-scroller', tabindex: -1 });
  private readonly layer = new RowLayer();
  private readonly cache = new RowCache(limits.cachedRowsMax);
  private readonly span = new RowSpan({
    rowHeightPx: limits.rowHeightPx,
    rowsMax: Math.floor(
      limits.listHeightDevicePxMax / Math.max(1, window.devicePixelRatio) / limits.rowHeightPx,
    ),
  });
  private readonly store = new DisposableStore();
  private readonly frame = this.store.add(new FrameTask(() => this.draw()));
  private readonly loader: RowLoader;
  private readonly virtual: VirtualRange;
  private latest: Pick<TailCounts, 'generation' | 'revision' | 'first' | 'end'> = NO_ROWS;
  private revision = 0;
  private matcher: Matcher;
  private selectedOrdinal: number | undefined;
  private isFollowing = true;
  private seenEnd = 0;
  /** The scroll position as last written or heard, to tell the reader's scrolling from our own. */
  private lastTopPx = 0;
  private lastScrollMs = Number.NEGATIVE_INFINITY;
  private restoring: GridPosition | undefined;

  constructor(options: GridOptions) {
    this.options = options;
    this.scroller.append(this.layer.node);
    this.node = element(
      'div',
      { class: 'grid', role: 'grid', tabindex: 0, 'aria-label': 'Records' },
      headerRow(),
      this.scroller,
    );
    this.loader = new RowLoader({
      cache: this.cache,
      rowsPerRequestMax: limits.rowsPerRequestMax,
      request: (request) => options.requestRows(request),
      onLoaded: () => this.frame.schedule(),
    });
    this.virtual = this.store.add(new VirtualRange(this.scroller, () => this.frame.schedule()));
    this.listenToReader();
  }

  get selected(): number | undefined {
    return this.selectedOrdinal;
  }

  get generation(): number {
    return this.cache.generation;
  }

  get following(): boolean {
    return this.isFollowing;
  }

  /** Rows that arrived below what the reader has seen; 0 while the view follows the end. */
  get unseen(): number {
    return this.isFollowing ? 0 : Math.max(0, this.latest.end - this.seenEnd);
  }

  get position(): GridPosition {
    return {
      generation: this.cache.generation,
      top: this.isFollowing ? undefined : this.span.ordinalAt(this.scroller.scrollTop),
      selected: this.selectedOrdinal,
    };
  }

  /** Rows beyond the ends of the list are brought back to it. */
  restore(position: GridPosition): void {
    this.restoring = position;
  }

  setCounts(counts: TailCounts): void {
    this.latest = counts;
    this.frame.schedule();
  }

  /** What is marked in the rows. */
  setMatcher(matcher: Matcher): void {
    this.matcher = matcher;
    this.frame.schedule();
  }

  follow(): void {
    this.isFollowing = true;
    this.frame.schedule();
  }

  focus(): void {
    this.node.focus();
  }

  /** Moves the selection and brings it into view. */
  move(move: Move): void {
    if (this.span.end === this.span.first) return;
    const view = { topPx: this.scroller.scrollTop, heightPx: this.virtual.heightPx };
    const bottom = this.span.ordinalAt(view.topPx + view.heightPx - 1);
    const target =
      this.selectedOrdinal === undefined && (move === 'up' || move === 'down')
        ? bottom
        : targetOfMove(move, {
            first: this.span.first,
            end: move === 'last' ? this.latest.end : this.span.end,
            current: this.selectedOrdinal ?? bottom,
            pageRows: Math.floor(view.heightPx / limits.rowHeightPx),
          });
    if (move === 'last') this.isFollowing = true;
    else this.hold();
    this.setSelected(target);
    const topPx = this.span.scrollFor(target, view);
    if (topPx !== undefined && !this.isFollowing) this.scrollTo(topPx);
  }

  /** Selects a row and brings it into view. */
  select(ordinal: number): void {
    if (ordinal < this.span.first || ordinal >= this.latest.end) return;
    this.hold();
    this.span.advance(this.latest);
    this.setSelected(ordinal);
    const view = { topPx: this.scroller.scrollTop, heightPx: this.virtual.heightPx };
    const topPx = this.span.scrollFor(ordinal, view);
    this.layer.node.style.height = `${this.span.heightPx}px`;
    this.virtual.setCount(this.span.length);
    if (topPx !== undefined) this.scrollTo(topPx);
  }

  dispose(): void {
    this.store.dispose();
  }

  private listenToReader(): void {
    this.store.add(listen(this.scroller, 'scroll', () => this.onScroll()));
    // A click focuses what scrolls; the grid is what has the keys and shows the focus.
    this.store.add(listen(this.scroller, 'focus', () => this.node.focus()));
    this.store.add(
      listen(this.scroller, 'wheel', (event) => this.onWheel(event), { passive: true }),
    );
    this.store.add(listen(this.node, 'keydown', (event) => this.onKey(event)));
    this.store.add(listen(this.layer.node, 'mousedown', (event) => this.onPress(event)));
    this.store.add(listen(this.layer.node, 'dblclick', () => this.options.onActivate()));
  }

  private onScroll(): void {
    const { scrollTop, clientHeight, scrollHeight } = this.scroller;
    const atEnd = scrollTop + clientHeight >= scrollHeight - 2;
    if (scrollTop < this.lastTopPx - 1 && !atEnd) this.hold();
    else if (scrollTop > this.lastTopPx + 1 && atEnd) this.isFollowing = true;
    this.lastTopPx = scrollTop;
    this.lastScrollMs = performance.now();
    this.virtual.moved(true);
    this.frame.schedule();
  }

  /** The wheel is heard before the view moves: the end must not snap back meanwhile. */
  private onWheel(event: WheelEvent): void {
    this.lastScrollMs = performance.now();
    if (event.deltaY < 0 && this.scroller.scrollTop > 0) this.hold();
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = moveOfKey(event.key);
    if (move) this.move(move);
    else if (event.key === 'Enter' && this.selectedOrdinal !== undefined) this.options.onActivate();
    else return;
    event.preventDefault();
  }

  private onPress(event: MouseEvent): void {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('.row') : null;
    const ordinal = Number(row?.dataset['ordinal']);
    if (!row || Number.isNaN(ordinal)) return;
    this.hold();
    this.setSelected(ordinal);
  }

  private hold(): void {
    if (!this.isFollowing) return;
    this.isFollowing = false;
    this.seenEnd = this.span.end;
  }

  private setSelected(ordinal: number | undefined): void {
    if (this.selectedOrdinal === ordinal) return;
    this.selectedOrdinal = ordinal;
    this.options.onSelect(ordinal);
    this.frame.schedule();
  }

  private scrollTo(topPx: number): void {
    if (this.scroller.scrollTop !== topPx) this.scroller.scrollTop = topPx;
    this.lastTopPx = this.scroller.scrollTop;
    this.virtual.moved(false);
  }

  private draw(): void {
    if (this.latest.generation !== this.cache.generation) this.startGeneration();
    else if (this.latest.revision !== this.revision) this.cache.outdate();
    this.revision = this.latest.revision;
    this.span.advance(this.isFollowing ? this.loadedRange() : this.latest);
    this.virtual.setCount(this.span.length);
    this.layer.node.style.height = `${this.span.heightPx}px`;
    this.settleScroll();
    const range = this.rangeToDraw();
    if (!this.isFollowing) this.loader.want(range.from, range.to);
    this.cache.trim(range.from, range.to);
    this.layer.draw({
      range,
      span: this.span,
      selected: this.selectedOrdinal,
      matcher: this.matcher,
      rowOf: (ordinal) => this.cache.get(ordinal),
    });
    this.describe();
    this.options.onDrawn();
  }

  private startGeneration(): void {
    const { generation, first, end } = this.latest;
    this.cache.reset(generation);
    const restoring = this.restoring?.generation === generation ? this.restoring : undefined;
    this.restoring = undefined;
    const top = restoring?.top;
    this.isFollowing = top === undefined || top < first || top >= end;
    this.seenEnd = this.isFollowing ? 0 : end;
    this.span.reset(this.isFollowing ? { first, end: first } : { first, end });
    this.setSelected(restoring?.selected);
    if (this.isFollowing || top === undefined) return;
    this.layer.node.style.height = `${this.span.heightPx}px`;
    this.virtual.setCount(this.span.length);
    this.scrollTo(this.span.topOf(top));
  }

  /**
   * While following, rows come into view once they are here, so that no empty row ever flashes:
   * the view's end is the end of what is loaded.
   */
  private loadedRange(): { first: number; end: number } {
    const { first, end } = this.latest;
    const from = Math.max(first, end - this.virtual.rowsInView - limits.overscanRows);
    this.loader.want(from, end);
    const loadedEnd = Math.min(end, Math.max(this.span.end, this.cache.loadedEnd));
    return { first: Math.min(first, loadedEnd), end: loadedEnd };
  }

  /** Follows the end, or cuts off the space of dropped rows when nobody is scrolling. */
  private settleScroll(): void {
    if (this.isFollowing) {
      this.span.rebase();
      this.layer.node.style.height = `${this.span.heightPx}px`;
      this.scrollTo(Math.max(0, this.span.heightPx - this.virtual.heightPx));
      return;
    }
    const idle = performance.now() - this.lastScrollMs > limits.scrollIdleMs;
    const { scrollTop } = this.scroller;
    if (!idle && !this.span.needsRebase(scrollTop)) return;
    const movedPx = this.span.rebase();
    if (movedPx > 0) this.scrollTo(Math.max(0, scrollTop - movedPx));
  }

  private rangeToDraw(): { from: number; to: number } {
    const { base, first, length } = this.span;
    const range = this.virtual.range(length);
    const to = base + range.to;
    const inView = this.scroller.scrollTop + this.virtual.heightPx;
    if (length > 0) {
      this.seenEnd = Math.max(this.seenEnd, this.span.ordinalAt(inView - 1) + 1);
    }
    return { from: Math.min(to, Math.max(first, base + range.from)), to };
  }

  private describe(): void {
    const { selectedOrdinal: selected } = this;
    const active = selected !== undefined && this.layer.isDrawn(selected);
    const { first, end } = this.latest;
    setAttribute(this.node, 'aria-rowcount', String(end - first + 1));
    setAttribute(this.node, 'aria-activedescendant', active ? rowElementId(selected) : undefined);
  }
}

function headerRow(): HTMLElement {
  const cells = columns.map(({ name, title }) =>
    element('span', { class: `cell ${name}`, role: 'columnheader' }, title),
  );
  const row = element('div', { class: 'row', role: 'row', 'aria-rowindex': '1' }, ...cells);
  return element('div', { class: 'grid-header', role: 'rowgroup' }, row);
}
