import type { Disposable } from '../../../src/base/lifecycle.ts';
import { DisposableStore } from '../../../src/base/lifecycle.ts';
import type { GridLayout } from '../../../src/protocol/webview/grid.ts';
import type { RowPage, TailCounts } from '../../../src/protocol/webview/tail.ts';
import { limits } from '../../limits.ts';
import { element, listen, setAttribute } from '../../shared/dom.ts';
import { FrameTask } from '../../shared/frame.ts';
import type { Matcher } from '../text/highlight.ts';
import { type Move, moveOfKey, targetOfMove } from './gridKeys.ts';
import { GridColumns, type GridColumnsOptions } from './gridColumns.ts';
import { RowCache } from './rowCache.ts';
import { RowLayer } from './rowLayer.ts';
import { RowLoader } from './rowLoader.ts';
import { RowSpan } from './rowSpan.ts';
import { rowElementId } from './rowView.ts';
import { type KeptSelection, RowSelection } from './selection.ts';
import { TallScroll } from './tallScroll.ts';
import { Viewport } from './viewport.ts';
import { WheelListener } from './wheelListener.ts';

export interface GridOptions extends Omit<GridColumnsOptions, 'layer' | 'onLeave' | 'onChanged'> {
  requestRows(request: {
    generation: number;
    from: number;
    count: number;
    paths?: readonly string[];
  }): Promise<RowPage>;
  /** Another row leads the selection, or none. */
  onSelect(ordinal: number | undefined): void;
  /** Other rows are selected; `isWhole` is false when the reader wanted more than may be. */
  onSelection(count: number, isWhole: boolean): void;
  /** Enter or a double click: the reader wants the detail. */
  onActivate(): void;
  /** After each frame that was drawn. */
  onDrawn(): void;
}

/** Where the reader is; kept over a reload of the page. */
export interface GridPosition extends KeptSelection {
  readonly generation: number;
  /** The topmost row in sight; undefined while the view follows the end. */
  readonly top: number | undefined;
}

const NO_ROWS = { generation: -1, revision: 0, first: 0, end: 0 };

/** For VS Code's own context menu. */
const CONTEXT = JSON.stringify({
  webviewSection: 'record',
  preventDefaultContextMenuItems: true,
});

/**
 * The grid of records. It either follows the end or holds still at the rows that are in sight,
 * whatever arrives behind them and drops before them. It draws at most once per frame.
 */
export class Grid implements Disposable {
  readonly node: HTMLElement;
  private readonly options: GridOptions;
  private readonly scroller = element('div', {
    class: 'grid-scroller',
    role: 'rowgroup',
    tabindex: -1,
  });
  private readonly layer = new RowLayer();
  private readonly columns: GridColumns;
  private readonly cache = new RowCache(limits.cachedRowsMax);
  private readonly span = new RowSpan(limits.rowHeightPx);
  private readonly tall = new TallScroll(
    limits.listHeightDevicePxMax / Math.max(1, window.devicePixelRatio),
  );
  private readonly selection = new RowSelection(limits.selectedRowsMax);
  private readonly store = new DisposableStore();
  private readonly frame = this.store.add(new FrameTask(() => this.draw()));
  private readonly wheel = this.store.add(
    new WheelListener(this.scroller, (event) => this.onWheel(event)),
  );
  private readonly loader: RowLoader;
  private readonly view: Viewport;
  private latest: Pick<TailCounts, 'generation' | 'revision' | 'first' | 'end'> = NO_ROWS;
  private revision = 0;
  private matcher: Matcher;
  private isFollowing = true;
  private seenEnd = 0;
  private lastScrollMs = Number.NEGATIVE_INFINITY;
  private restoring: GridPosition | undefined;

  constructor(options: GridOptions) {
    this.options = options;
    this.scroller.append(this.layer.node);
    this.columns = this.store.add(
      new GridColumns({
        ...options,
        layer: this.layer,
        onLeave: () => this.focus(),
        onChanged: () => this.frame.schedule(),
      }),
    );
    this.node = element(
      'div',
      { class: 'grid', role: 'grid', tabindex: 0, 'aria-label': 'Records' },
      this.columns.header.node,
      this.scroller,
    );
    this.node.ariaMultiSelectable = 'true';
    this.node.dataset['vscodeContext'] = CONTEXT;
    this.loader = new RowLoader({
      cache: this.cache,
      rowsPerRequestMax: limits.rowsPerRequestMax,
      request: (request) => {
        const { paths } = this.columns;
        return options.requestRows(paths.length > 0 ? { ...request, paths } : request);
      },
      onLoaded: () => this.frame.schedule(),
    });
    this.view = this.store.add(new Viewport(this.scroller, () => this.frame.schedule()));
    this.listenToReader();
    this.columns.attach(this.node);
  }

  /** The row that leads the selection. */
  get selected(): number | undefined {
    return this.selection.lead;
  }

  get selectedRows(): number[] {
    return this.selection.rows();
  }

  get generation(): number {
    return this.cache.generation;
  }

  /** Rows that arrived below what the reader has seen; 0 while the view follows the end. */
  get unseen(): number {
    return this.isFollowing ? 0 : Math.max(0, this.latest.end - this.seenEnd);
  }

  get position(): GridPosition {
    return {
      generation: this.cache.generation,
      top: this.isFollowing ? undefined : this.span.ordinalAt(this.tall.topPx),
      ...this.selection.kept,
    };
  }

  /** Rows beyond the ends of the list are brought back to it. */
  restore(position: GridPosition): void {
    this.restoring = position;
  }

  setCounts(counts: TailCounts): void {
    if (counts === this.latest) return;
    this.latest = counts;
    this.columns.header.setOrder(counts.orderPending === undefined ? counts.order : 'pending');
    this.frame.schedule();
  }

  /** What is marked in the rows. */
  setMatcher(matcher: Matcher): void {
    this.matcher = matcher;
    this.frame.schedule();
  }

  setLayout(layout: GridLayout): void {
    const before = this.columns.paths.join('\n');
    this.columns.setLayout(layout);
    // Rows stay in sight until they have come anew with the cells of other paths.
    if (before !== this.columns.paths.join('\n')) this.cache.outdate();
  }

  follow(): void {
    this.isFollowing = true;
    this.frame.schedule();
  }

  focus(): void {
    this.node.focus();
  }

  /** Moves the lead and brings it into view; `extends` the selection or makes it the only one. */
  move(move: Move, { extend = false } = {}): void {
    // The newest record can be gone to as soon as it is counted, also before a row is drawn.
    this.meetGeneration();
    const { first, end } = move === 'last' ? this.latest : this.span;
    if (end === first) return;
    const view = { topPx: this.tall.topPx, heightPx: this.view.heightPx };
    const bottom = this.span.ordinalAt(view.topPx + view.heightPx - 1);
    const pageRows = Math.floor(view.heightPx / limits.rowHeightPx);
    const lead = this.selection.lead;
    const target =
      lead === undefined && (move === 'up' || move === 'down')
        ? bottom
        : targetOfMove(move, { first, end, current: lead ?? bottom, pageRows });
    if (move === 'last') this.isFollowing = true;
    else this.hold();
    if (extend) this.select(() => this.selection.extendTo(target));
    else this.select(() => this.selection.selectOnly(target));
    const topPx = this.span.scrollFor(target, view);
    if (topPx !== undefined && !this.isFollowing) this.scrollTo(topPx);
  }

  /** Selects a row and brings it into view. */
  goTo(ordinal: number): void {
    if (ordinal < this.latest.first || ordinal >= this.latest.end) return;
    this.hold();
    this.span.advance(this.latest);
    this.fit();
    this.select(() => this.selection.selectOnly(ordinal));
    const view = { topPx: this.tall.topPx, heightPx: this.view.heightPx };
    const topPx = this.span.scrollFor(ordinal, view);
    if (topPx !== undefined) this.scrollTo(topPx);
  }

  dispose(): void {
    this.store.dispose();
  }

  private listenToReader(): void {
    this.store.add(listen(this.scroller, 'scroll', () => this.onScroll()));
    // A click focuses what scrolls; the grid is what has the keys and shows the focus.
    this.store.add(listen(this.scroller, 'focus', () => this.node.focus()));
    this.store.add(listen(this.node, 'keydown', (event) => this.onKey(event)));
    this.store.add(listen(this.layer.node, 'mousedown', (event) => this.onPress(event)));
    this.store.add(listen(this.layer.node, 'dblclick', () => this.options.onActivate()));
  }

  private onScroll(): void {
    const { scrollTop, scrollLeft, clientHeight, scrollHeight } = this.scroller;
    const atEnd = scrollTop + clientHeight >= scrollHeight - 2;
    const beforePx = this.tall.topPx;
    this.tall.moved(scrollTop);
    if (this.tall.topPx < beforePx - 1 && !atEnd) this.hold();
    else if (this.tall.topPx > beforePx + 1 && atEnd) this.isFollowing = true;
    this.columns.header.scrollTo(scrollLeft);
    this.lastScrollMs = performance.now();
    this.frame.schedule();
  }

  /** While the end is followed, before the view moves: it must not snap back meanwhile. */
  private onWheel(event: WheelEvent): void {
    this.lastScrollMs = performance.now();
    if (event.deltaY < 0 && this.tall.topPx > 0) this.hold();
  }

  private onKey(event: KeyboardEvent): void {
    if (event.target !== this.node || event.altKey) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.key !== 'a') return;
      this.meetGeneration();
      this.select(() => this.selection.selectAll(this.latest));
      event.preventDefault();
      return;
    }
    const move = moveOfKey(event.key);
    if (move) this.move(move, { extend: event.shiftKey });
    else if (event.key === 'Enter' && this.selection.lead !== undefined) this.options.onActivate();
    else if (event.key === 'Escape' && this.selection.count > 1) {
      this.select(() => this.selection.selectOnly(this.selection.lead));
    } else return;
    event.preventDefault();
  }

  private onPress(event: MouseEvent): void {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('.row') : null;
    const ordinal = Number(row?.dataset['ordinal']);
    if (!row || Number.isNaN(ordinal)) return;
    this.hold();
    if (event.button !== 0) {
      // The context menu is about what is selected, so it selects what it opens on.
      if (!this.selection.has(ordinal)) this.select(() => this.selection.selectOnly(ordinal));
      return;
    }
    if (event.shiftKey) {
      // The browser would select the text from the last click to this one.
      event.preventDefault();
      this.focus();
      this.select(() => this.selection.extendTo(ordinal));
    } else if (event.ctrlKey || event.metaKey) this.select(() => this.selection.toggle(ordinal));
    else this.select(() => this.selection.selectOnly(ordinal));
  }

  private hold(): void {
    if (!this.isFollowing) return;
    this.isFollowing = false;
    this.seenEnd = this.span.end;
  }

  /** `change` may say that it could not select all that was asked for. */
  private select(change: () => unknown): void {
    const { lead, count } = this.selection;
    const isWhole = change() !== false;
    if (this.selection.lead !== lead) this.options.onSelect(this.selection.lead);
    if (this.selection.count !== count || !isWhole) {
      this.options.onSelection(this.selection.count, isWhole);
    }
    this.frame.schedule();
  }

  private scrollTo(topPx: number): void {
    const barPx = this.tall.barFor(topPx);
    if (this.scroller.scrollTop !== barPx) this.scroller.scrollTop = barPx;
    this.tall.placed(topPx, this.scroller.scrollTop);
  }

  /** The list gets the height of its rows. */
  private fit(): void {
    this.tall.setSize({ listPx: this.span.heightPx, viewPx: this.view.heightPx });
    const height = `${this.tall.elementPx}px`;
    if (this.layer.node.style.height !== height) this.layer.node.style.height = height;
  }

  private draw(): void {
    if (this.latest.revision !== this.revision) this.cache.outdate();
    this.meetGeneration();
    this.revision = this.latest.revision;
    this.span.advance(this.isFollowing ? this.loadedRange() : this.latest);
    this.fit();
    this.settleScroll();
    const range = this.rangeToDraw();
    if (!this.isFollowing) this.loader.want(range.from, range.to, this.latest);
    this.cache.trim(range.from, range.to);
    this.selection.dropBefore(this.latest.first);
    this.layer.draw({
      range,
      span: this.span,
      offsetPx: this.tall.offsetPx,
      selection: this.selection,
      matcher: this.matcher,
      rowOf: (ordinal) => this.cache.get(ordinal),
    });
    this.describe();
    this.wheel.setFirst(this.isFollowing);
    this.options.onDrawn();
  }

  /** What is selected from here on is selected among the rows that were counted last. */
  private meetGeneration(): void {
    const { generation, first, end } = this.latest;
    if (generation === this.cache.generation) return;
    this.cache.reset(generation);
    const restoring = this.restoring?.generation === generation ? this.restoring : undefined;
    this.restoring = undefined;
    const top = restoring?.top;
    this.isFollowing = top === undefined || top < first || top >= end;
    this.seenEnd = this.isFollowing ? 0 : end;
    this.span.reset(this.isFollowing ? { first, end: first } : { first, end });
    this.select(() => this.selection.restore(restoring));
    if (this.isFollowing || top === undefined) return;
    this.fit();
    this.scrollTo(this.span.topOf(top));
  }

  /**
   * While following, rows come into view once they are here, so that no empty row ever flashes:
   * the view's end is the end of what is loaded.
   */
  private loadedRange(): { first: number; end: number } {
    const { first, end } = this.latest;
    const from = Math.max(first, end - this.view.rowsInView - limits.overscanRows);
    this.loader.want(from, end);
    const loadedEnd = Math.min(end, Math.max(this.span.end, this.cache.loadedEnd));
    return { first: Math.min(first, loadedEnd), end: loadedEnd };
  }

  /** Follows the end, or cuts off the space of dropped rows when nobody is scrolling. */
  private settleScroll(): void {
    if (this.isFollowing) {
      this.span.rebase();
      this.fit();
      this.scrollTo(Math.max(0, this.span.heightPx - this.view.heightPx));
      return;
    }
    const idle = performance.now() - this.lastScrollMs > limits.scrollIdleMs;
    const { topPx } = this.tall;
    if (!idle && !this.span.needsRebase(topPx)) return;
    const movedPx = this.span.rebase();
    this.fit();
    if (movedPx > 0) this.scrollTo(Math.max(0, topPx - movedPx));
  }

  private rangeToDraw(): { from: number; to: number } {
    const { base, first, length } = this.span;
    const range = this.view.range(length, this.tall.topPx);
    const to = base + range.to;
    if (length > 0) {
      const bottomPx = this.tall.topPx + this.view.heightPx;
      this.seenEnd = Math.max(this.seenEnd, this.span.ordinalAt(bottomPx - 1) + 1);
    }
    return { from: Math.min(to, Math.max(first, base + range.from)), to };
  }

  private describe(): void {
    const selected = this.selection.lead;
    const active = selected !== undefined && this.layer.isDrawn(selected);
    const { first, end } = this.latest;
    setAttribute(this.node, 'aria-rowcount', String(end - first + 1));
    setAttribute(this.node, 'aria-activedescendant', active ? rowElementId(selected) : undefined);
  }
}
