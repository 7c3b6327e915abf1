import type { Disposable } from '../../../src/base/lifecycle.ts';
import type { GridColumn, GridLayout } from '../../../src/protocol/webview/grid.ts';
import { limits } from '../../limits.ts';
import { setAttribute } from '../../shared/dom.ts';
import { columnsOf } from './columns.ts';
import { GridHeader } from './header.ts';
import {
  columnId,
  defaultLayout,
  movedBefore,
  movedBy,
  shownColumns,
  shownPaths,
  tracksOf,
  withWidth,
} from './layout.ts';
import type { RowLayer } from './rowLayer.ts';

export interface GridColumnsOptions {
  readonly layer: RowLayer;
  /** The reader changed the columns by the header. */
  onLayout(layout: GridLayout): void;
  /** The reader wants to choose columns. */
  onChooseColumns(): void;
  /** The reader wants the other order of the rows. */
  onToggleOrder(): void;
  /** The reader goes on to the rows. */
  onLeave(): void;
  /** Every row has to be drawn again. */
  onChanged(): void;
}

/** The columns of the grid: their header, their widths, and what in the rows follows from them. */
export class GridColumns implements Disposable {
  readonly header: GridHeader;
  private readonly options: GridColumnsOptions;
  private readonly narrow = window.matchMedia(`(width < ${limits.narrowPx}px)`);
  private layout: GridLayout = defaultLayout;
  private grid: HTMLElement | undefined;
  private clock: ReturnType<typeof setInterval> | undefined;

  constructor(options: GridColumnsOptions) {
    this.options = options;
    const change = (layout: GridLayout): void => options.onLayout(layout);
    this.header = new GridHeader({
      resize: (id, widthPx) => change(withWidth(this.layout, id, widthPx)),
      move: (id, step) => change(movedBy(this.layout, id, { step, among: this.shown })),
      moveBefore: (id, before) => change(movedBefore(this.layout, id, before && columnId(before))),
      choose: () => options.onChooseColumns(),
      toggleOrder: () => options.onToggleOrder(),
      leave: () => options.onLeave(),
    });
    this.narrow.addEventListener('change', () => this.apply());
  }

  get paths(): readonly string[] {
    return shownPaths(this.layout);
  }

  /** Takes the element whose style names the widths. */
  attach(grid: HTMLElement): void {
    this.grid = grid;
    this.apply();
  }

  setLayout(layout: GridLayout): void {
    this.layout = layout;
    this.apply();
  }

  dispose(): void {
    clearInterval(this.clock);
  }

  private get shown(): readonly GridColumn[] {
    return shownColumns(this.layout, this.narrow.matches);
  }

  private apply(): void {
    const { layout, grid, options } = this;
    if (!grid) return;
    const columns = columnsOf(layout, this.narrow.matches);
    const { template, minWidthPx } = tracksOf(this.shown, layout.timeFormat);
    grid.style.setProperty('--columns', template);
    grid.style.setProperty('--columns-width', `${minWidthPx}px`);
    grid.toggleAttribute('data-shard-colors', layout.showsShardColors);
    setAttribute(grid, 'aria-colcount', String(columns.length));
    this.header.setColumns(columns);
    options.layer.setColumns(columns);
    clearInterval(this.clock);
    if (layout.timeFormat === 'relative') {
      this.clock = setInterval(() => {
        if (!document.hidden) options.layer.refreshTimes();
      }, limits.relativeTimeEveryMs);
    }
    options.onChanged();
  }
}
