import type { GridLayout, RowOrder } from '../../src/protocol/webview/grid.ts';
import type { TailFilter } from '../../src/formats/filter.ts';
import type { TailCounts } from '../../src/protocol/webview/tail.ts';
import { element, icon, setHidden, setText } from '../shared/dom.ts';
import { Announcements } from './announcements.ts';
import { type ColumnChooser, createColumnChooser } from './grid/columnChooser.ts';
import { Grid, type GridOptions } from './grid/grid.ts';
import { NoticePlace } from './notices.ts';
import { ProgressLine } from './progressLine.ts';
import { bannerOf, type Notice } from './text/describe.ts';
import { matcherOfFilter } from './text/highlight.ts';
import { formatCount } from './text/format.ts';
import type { Times } from './text/times.ts';
import { type TailSight, whyEmpty } from './text/whyEmpty.ts';

export interface GridAreaOptions extends Omit<
  GridOptions,
  'onDrawn' | 'onChooseColumns' | 'onToggleOrder'
> {
  readonly times: Times;
  layout(): GridLayout;
  /** Rejects with the message to show when it is no JSON path. */
  checkPath(path: string): Promise<void>;
  onNoticeAction(action: NonNullable<Notice['action']>): void;
  onDrawn(unseen: number): void;
  onOrder(by: RowOrder): void;
  /** Says what came of something, to be seen and heard. */
  tell(text: string): void;
  /** What a screen reader shall hear. */
  say(text: string): void;
}

/** The grid with what lies over it: the banner, the empty state, and the pill of new records. */
export class GridArea {
  readonly node: HTMLElement;
  readonly grid: Grid;
  private readonly times: Times;
  private readonly tell: (text: string) => void;
  /** What can have the focus beside the grid itself. */
  readonly besideRows: readonly HTMLElement[];
  private readonly progress = new ProgressLine();
  private readonly banner: NoticePlace;
  private readonly empty: NoticePlace;
  private readonly announcements: Announcements;
  private highlighted = '';
  private counts: TailCounts | undefined;
  /** The generation in which the reader's record was found again, or another one chosen. */
  private keptIn: number | undefined;
  /** Whether the rows held still before, as they do while somebody looks at one. */
  private wasHeld = false;
  private readonly chooser: ColumnChooser;
  private readonly pillText = element('span');
  private readonly pill = element('button', { class: 'pill' }, icon('arrow-down'), this.pillText);

  constructor(options: GridAreaOptions) {
    this.times = options.times;
    this.tell = (text) => options.tell(text);
    this.banner = new NoticePlace('banner', (action) => options.onNoticeAction(action));
    this.empty = new NoticePlace('empty', (action) => options.onNoticeAction(action));
    this.announcements = new Announcements((text) => options.say(text));
    this.chooser = createColumnChooser({ ...options, rowOrder: () => this.rowOrder });
    this.grid = new Grid({
      ...options,
      onDrawn: () => {
        this.keepRecord();
        options.onDrawn(this.showPill());
      },
      onChooseColumns: () => this.chooser.open(),
      onToggleOrder: () => options.onOrder(this.rowOrder === 'read' ? 'arrival' : 'read'),
    });
    this.pill.hidden = true;
    this.pill.addEventListener('click', () => {
      this.grid.follow();
      this.grid.focus();
    });
    const parts = [this.grid.node, ...this.chooser.nodes, this.empty.node, this.pill];
    const stage = element('div', { class: 'stage' }, ...parts);
    this.node = element('div', { class: 'grid-area' }, this.progress.node, this.banner.node, stage);
    this.besideRows = [this.banner.node, this.empty.node, ...this.chooser.nodes];
  }

  show(sight: TailSight): void {
    const { state, counts, progress } = sight;
    this.progress.show(progress, state.end);
    const { times } = this;
    const [banner, empty] = [bannerOf(state, times), whyEmpty(sight, times)];
    this.banner.show(banner);
    this.empty.show(empty);
    // A notice that comes with it says more, so it is said after.
    this.announcements.phase(state.phase, counts);
    this.announcements.counts(counts);
    const ordered = this.announcements.order(counts, state.phase);
    if (ordered !== undefined) this.tell(ordered);
    this.announcements.notice('banner', banner);
    this.announcements.notice('empty', empty);
    this.highlight(state.filter);
    this.counts = counts;
    this.keptIn ??= counts.generation;
    const { generation, position } = this.grid;
    if (counts.generation !== generation && this.keptIn === generation) {
      this.wasHeld = position.top !== undefined;
    }
    this.grid.setCounts(counts);
  }

  /** What was asked for last; rows may still be put in it. */
  private get rowOrder(): RowOrder {
    const { order = 'read', orderPending } = this.counts ?? {};
    return orderPending === undefined ? order : 'arrival';
  }

  chooseColumns(): void {
    this.chooser.open();
  }

  /** A matcher is made anew only when it differs: rows are filled again for another one. */
  private highlight(filter: TailFilter): void {
    const key = JSON.stringify(filter);
    if (key === this.highlighted) return;
    this.highlighted = key;
    this.grid.setMatcher(matcherOfFilter(filter));
  }

  /**
   * Rows are numbered anew with each filter. The one that the reader looked at is selected again as
   * soon as it is shown, unless they follow the end or have chosen another one.
   */
  private keepRecord(): void {
    const { generation, lastRecord } = this.counts ?? {};
    if (generation !== this.grid.generation || generation === this.keptIn) return;
    const isFree = this.wasHeld && this.grid.selected === undefined;
    if (isFree && lastRecord === undefined) return;
    this.keptIn = generation;
    if (isFree && lastRecord !== undefined) this.grid.goTo(lastRecord);
  }

  private showPill(): number {
    const { unseen } = this.grid;
    setHidden(this.pill, unseen === 0);
    if (unseen > 0) setText(this.pillText, `${formatCount(unseen)} new`);
    return unseen;
  }
}
