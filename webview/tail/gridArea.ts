import type { TailFilter } from '../../src/formats/filter.ts';
import type { TailCounts, TailState } from '../../src/protocol/webview/tail.ts';
import { element, icon, setText } from '../shared/dom.ts';
import { Grid, type GridOptions } from './grid/grid.ts';
import { NoticePlace } from './notices.ts';
import { bannerOf, emptyNotice, type Notice } from './text/describe.ts';
import { matcherOfFilter } from './text/highlight.ts';
import { formatCount } from './text/format.ts';

export interface GridAreaOptions extends Omit<GridOptions, 'onDrawn'> {
  onNoticeAction(action: NonNullable<Notice['action']>): void;
  onDrawn(unseen: number): void;
}

/** The grid with what lies over it: the banner, the empty state, and the pill of new records. */
export class GridArea {
  readonly node: HTMLElement;
  readonly grid: Grid;
  private readonly banner: NoticePlace;
  private readonly empty: NoticePlace;
  private highlighted = '';
  private readonly pillText = element('span');
  private readonly pill = element('button', { class: 'pill' }, icon('arrow-down'), this.pillText);

  constructor(options: GridAreaOptions) {
    this.banner = new NoticePlace('banner', (action) => options.onNoticeAction(action));
    this.empty = new NoticePlace('empty', (action) => options.onNoticeAction(action));
    this.grid = new Grid({ ...options, onDrawn: () => options.onDrawn(this.showPill()) });
    this.pill.hidden = true;
    this.pill.addEventListener('click', () => {
      this.grid.follow();
      this.grid.focus();
    });
    const stage = element('div', { class: 'stage' }, this.grid.node, this.empty.node, this.pill);
    this.node = element('div', { class: 'grid-area' }, this.banner.node, stage);
  }

  show(state: TailState, counts: TailCounts): void {
    this.banner.show(bannerOf(state));
    this.empty.show(emptyNotice(state, counts));
    this.highlight(state.filter);
    this.grid.setCounts(counts);
  }

  /** A matcher is made anew only when it differs: rows are filled again for another one. */
  private highlight(filter: TailFilter): void {
    const key = JSON.stringify(filter);
    if (key === this.highlighted) return;
    this.highlighted = key;
    this.grid.setMatcher(matcherOfFilter(filter));
  }

  private showPill(): number {
    const { unseen } = this.grid;
    this.pill.hidden = unseen === 0;
    if (unseen > 0) setText(this.pillText, `${formatCount(unseen)} new`);
    return unseen;
  }
}
