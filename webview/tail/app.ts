import { messageOf, unreachable } from '../../src/base/errors.ts';
import type { GridLayout } from '../../src/protocol/webview/grid.ts';
import { NO_FILTER } from '../../src/formats/filter.ts';
import type { LineageShard } from '../../src/protocol/webview/lineage.ts';
import { RpcClient } from '../../src/protocol/webview/rpc.ts';
import type {
  ShardMetrics,
  TailCounts,
  TailEvents,
  TailProgress,
  TailRequests,
  TailState,
} from '../../src/protocol/webview/tail.ts';
import { limits } from '../limits.ts';
import { Announcer } from '../shared/announcer.ts';
import { element } from '../shared/dom.ts';
import { FocusKeeper } from '../shared/focusKeeper.ts';
import type { Host } from '../shared/host.ts';
import { Splitter } from '../shared/splitter.ts';
import { Detail } from './detail/detail.ts';
import { RecordPane, type RowAddress } from './detail/recordPane.ts';
import { defaultLayout, parseLayout } from './grid/layout.ts';
import { GridArea } from './gridArea.ts';
import { LowerPanes } from './lowerPanes.ts';
import { RecordCommands } from './recordCommands.ts';
import { StreamPane } from './shards/streamPane.ts';
import { listenToShortcuts } from './shortcuts.ts';
import { inAllShards, isPaused, type Notice } from './text/describe.ts';
import { plural } from './text/format.ts';
import { Times } from './text/times.ts';
import { HistogramPane } from './histogram/histogramPane.ts';
import { FilterBar } from './filter/filterBar.ts';
import { type RestartChoice, Toolbar, type ToolbarActions } from './toolbar/toolbar.ts';
import { defaultViewState, keptState, parseViewState, type ViewState } from './viewState.ts';

/** Puts the page together: the host's events go down into the parts, the reader's wishes up. */
export class TailApp {
  readonly node: HTMLElement;
  private readonly host: Host;
  private readonly rpc: RpcClient<TailRequests, TailEvents>;
  private readonly announcer = new Announcer();
  private readonly times = new Times(() => this.layout.timeFormat);
  private readonly toolbar: Toolbar;
  private readonly filter = new FilterBar({
    times: this.times,
    apply: (filter) => this.rpc.request('filter', filter),
    savedFilters: () => this.rpc.request('savedFilters'),
    changeSavedFilters: (change) => this.rpc.request('changeSavedFilters', change),
    onMode: (filterMode) => this.remember({ filterMode }),
  });
  private readonly histogram: HistogramPane;
  private readonly area: GridArea;
  private readonly stream: StreamPane;
  private readonly commands: RecordCommands;
  private readonly detail: Detail;
  private readonly record: RecordPane;
  private readonly lower: LowerPanes;
  private readonly focus: FocusKeeper;
  private view: ViewState;
  private state: TailState | undefined;
  private counts: TailCounts | undefined;
  private progress: TailProgress | undefined;
  private metrics: readonly ShardMetrics[] = [];
  private saved = '';
  private isLayoutChanged = false;
  private saveTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: Host) {
    this.host = host;
    this.view = parseViewState(host.savedState);
    this.rpc = new RpcClient<TailRequests, TailEvents>(host, {
      advanced: (counts) => this.setCounts(counts),
      state: (state) => this.setState(state),
      progress: (progress) => {
        this.progress = progress;
        this.update();
      },
      metrics: (metrics) => this.setMetrics(metrics),
      perform: (action) => this.commands.perform(action),
    });
    this.stream = new StreamPane({
      tab: this.view.streamTab,
      times: this.times,
      requests: {
        heatMap: () => this.rpc.request('heatMap'),
        hotKeys: () => this.rpc.request('hotKeys'),
        lineage: () => this.rpc.request('lineage'),
        showOnly: (shard) => this.showOnly(shard),
      },
      onTab: (streamTab) => this.remember({ streamTab }),
    });
    this.histogram = new HistogramPane({
      view: this.view,
      times: this.times,
      request: (split) => this.rpc.request('histogram', { split }),
      onView: (change) => this.remember(change),
      onTime: (range) => this.filter.setTime(range),
    });
    this.toolbar = new Toolbar(this.toolbarActions(), this.times);
    this.area = this.createArea();
    this.commands = this.createCommands();
    this.detail = this.createDetail();
    this.record = new RecordPane(this.detail, (address) => this.rpc.request('record', address));
    this.lower = this.createLower();
    this.node = this.arrange();
    const { toolbar, filter, histogram, area, lower } = this;
    const parts = [toolbar.node, filter.node, histogram.node, ...area.besideRows, lower.node];
    // The keys belong to the grid, unless the reader is elsewhere: in another tab, or in a control.
    this.focus = new FocusKeeper(parts, () => area.grid.focus());
    listenToShortcuts(this.area.grid.node, {
      search: () => this.filter.focus(),
      togglePause: () => this.togglePause(),
      backToGrid: () => this.area.grid.focus(),
      copy: () => this.commands.copy(this.view.copyFormat),
      copyMenu: () => this.detail.openCopyMenu(),
      nextWithKey: () => this.commands.goToNeighbour('next'),
      previousWithKey: () => this.commands.goToNeighbour('previous'),
    });
  }

  /** The first call to the host; until it answers, events are held back by the missing state. */
  async open(): Promise<void> {
    const snapshot = await this.rpc.request('open');
    this.state = snapshot.state;
    this.save();
    this.setLayout(this.view.layout ?? parseLayout(snapshot.layout) ?? defaultLayout);
    if (this.view.position) this.area.grid.restore(this.view.position);
    this.filter.start(snapshot.state.filter, this.view.filterMode);
    this.stream.open(snapshot);
    ({ progress: this.progress, metrics: this.metrics } = snapshot);
    this.toolbar.setState(snapshot.state);
    this.toolbar.setMetrics(snapshot.metrics);
    this.setCounts(snapshot.counts);
    this.histogram.start();
    this.focus.takeIfNowhere();
  }

  private setState(state: TailState): void {
    this.state = state;
    this.toolbar.setState(state);
    this.filter.follow(state.filter);
    this.stream.setState(state);
    this.update();
    // At once: the window may be reloaded in the next moment.
    this.save();
  }

  private setCounts(counts: TailCounts): void {
    const before = this.counts;
    this.counts = counts;
    // The selected record reads differently now, too.
    if (before?.generation === counts.generation && before.revision !== counts.revision) {
      this.record.show(this.address(this.area.grid.selected));
    }
    this.update();
  }

  private setMetrics(metrics: readonly ShardMetrics[]): void {
    this.metrics = metrics;
    this.stream.setMetrics(metrics, Date.now());
    this.toolbar.setMetrics(metrics);
    this.update();
  }

  private update(): void {
    if (!this.state || !this.counts) return;
    this.filter.setCounts(this.counts);
    const { state, counts, progress, metrics } = this;
    this.histogram.follow(state.filter, counts);
    this.area.show({ state, counts, progress, metrics });
    this.detail.setFilter(state.filter);
  }

  private createArea(): GridArea {
    return new GridArea({
      times: this.times,
      requestRows: (request) => this.rpc.request('rows', request),
      layout: () => this.layout,
      onLayout: (layout) => this.changeLayout(layout),
      checkPath: (path) => this.rpc.request('checkPath', { path }),
      onSelect: (ordinal) => this.record.show(this.address(ordinal)),
      onSelection: (count, isWhole) => this.onSelection(count, isWhole),
      onActivate: () => {
        this.lower.showRecord();
        this.detail.focus();
      },
      onDrawn: (unseen) => {
        if (unseen > 0) {
          this.announcer.sayRarely(plural(unseen, 'new record'), performance.now());
        }
        this.saveSoon();
      },
      onNoticeAction: (action) => this.act(action),
      onOrder: (by) => this.commands.order(by),
      tell: (text) => this.tell(text),
      say: (text) => this.announcer.say(text),
    });
  }

  private createCommands(): RecordCommands {
    return new RecordCommands({
      rpc: this.rpc,
      tell: (text) => this.tell(text),
      grid: () => this.area.grid,
      detail: () => this.detail,
      layout: () => this.layout,
      changeLayout: (layout) => this.changeLayout(layout),
      chooseColumns: () => this.area.chooseColumns(),
      addCondition: (condition) => this.filter.add(condition),
      send: (answer) => this.send(answer),
    });
  }

  private createDetail(): Detail {
    const { commands } = this;
    return new Detail({
      tab: this.view.tab,
      showsTree: this.view.showsTree,
      onTab: (tab) => this.remember({ tab }),
      onShowsTree: (showsTree) => this.remember({ showsTree }),
      times: this.times,
      onPrevious: () => this.area.grid.move('up'),
      onNext: () => this.area.grid.move('down'),
      onNeighbour: (direction) => commands.goToNeighbour(direction),
      copyFormat: () => this.view.copyFormat,
      onCopy: (copyFormat) => {
        this.remember({ copyFormat });
        commands.copy(copyFormat);
      },
      onChooseDecoders: () => this.send(this.rpc.request('chooseDecoders')),
      onOpen: () => commands.open(),
      onCompare: () => commands.compare(),
      onShowChange: () => commands.showChange(),
    });
  }

  private get layout(): GridLayout {
    return this.view.layout ?? defaultLayout;
  }

  private setLayout(layout: GridLayout): void {
    this.view = { ...this.view, layout };
    this.area.grid.setLayout(layout);
    this.times.changed();
    this.update();
  }

  /** The reader changed it: the next tail of the stream has it too. */
  private changeLayout(layout: GridLayout): void {
    if (layout === this.layout) return;
    this.setLayout(layout);
    this.isLayoutChanged = true;
    this.saveSoon();
  }

  private onSelection(count: number, isWhole: boolean): void {
    this.detail.setSelectedCount(count);
    if (!isWhole) this.announcer.say(`${plural(count, 'row')} selected, the most that can be`);
    else if (count > 1) this.announcer.say(`${plural(count, 'row')} selected`);
  }

  private createLower(): LowerPanes {
    return new LowerPanes({
      stream: this.stream.node,
      record: this.detail.node,
      tab: this.view.lowerTab,
      recordPercent: this.view.recordPercent,
      defaultRecordPercent: defaultViewState.recordPercent,
      onTab: (lowerTab) => this.remember({ lowerTab }),
      onRecordPercent: (recordPercent) => this.remember({ recordPercent }),
    });
  }

  private arrange(): HTMLElement {
    const main = element('main', { class: 'main' });
    const splitter = new Splitter({
      label: 'Size of the lower panes',
      orientation: 'horizontal',
      container: main,
      variable: '--lower-share',
      defaultPercent: defaultViewState.lowerPercent,
      initialPercent: this.view.lowerPercent,
      onChange: (lowerPercent) => this.remember({ lowerPercent }),
    });
    main.append(this.area.node, splitter.node, this.lower.node);
    return element(
      'div',
      { class: 'app' },
      this.toolbar.node,
      this.filter.node,
      this.histogram.node,
      main,
      this.announcer.node,
    );
  }

  private toolbarActions(): ToolbarActions {
    return {
      togglePause: () => this.togglePause(),
      clear: () => this.send(this.rpc.request('clear')),
      exportRows: () => this.commands.keep('export', this.area.grid.selectedRows),
      setMasking: (isOn) => this.send(this.rpc.request('setMasking', { isOn })),
      setPush: (isOn) => this.send(this.rpc.request('setPush', { isOn })),
      restart: (choice) => this.restart(choice),
    };
  }

  /** One of the tail is filtered, so that nothing has to be read again. */
  private showOnly({ shardId, state }: LineageShard): void {
    const shown =
      state === 'notChosen'
        ? this.restart({ shards: [shardId] })
        : this.filter.setFilter({ conditions: [{ kind: 'shard', shardIds: [shardId] }] });
    this.send(shown);
  }

  /** What is not chosen stays as it is. */
  private async restart(choice: RestartChoice): Promise<void> {
    if (!this.state) return;
    const { position, shards } = this.state;
    const end = 'end' in choice ? choice.end : this.state.end;
    await this.rpc.request('restart', { position, shards, ...choice, end });
    this.area.grid.follow();
  }

  private togglePause(): void {
    const paused = this.state !== undefined && isPaused(this.state.phase);
    this.send(paused ? this.rpc.request('resume') : this.rpc.request('pause'));
  }

  private act(action: NonNullable<Notice['action']>): void {
    switch (action) {
      case 'resume':
      case 'goOn':
      case 'tryAgain':
        this.send(this.rpc.request('resume'));
        return;
      case 'clearFilter':
        this.send(this.filter.setFilter(NO_FILTER));
        this.filter.focus();
        return;
      case 'fromOldest':
        this.send(this.restart({ position: { type: 'TRIM_HORIZON' } }));
        return;
      case 'allShards':
        this.send(this.restart({ shards: inAllShards(this.state?.shards ?? 'all') }));
        return;
      case 'openMaskingRules':
        this.send(this.rpc.request('openMaskingRules'));
        return;
      default:
        unreachable(action);
    }
  }

  private address(ordinal: number | undefined): RowAddress | undefined {
    const { generation } = this.area.grid;
    return ordinal === undefined ? undefined : { generation, ordinal };
  }

  /** The host shows what went wrong; here a screen reader says it, since the focus is in the page. */
  private send(answer: Promise<unknown>): void {
    answer.catch((error: unknown) => this.announcer.say(messageOf(error)));
  }

  /** In the status bar for eyes, here for a screen reader. */
  private tell(text: string): void {
    this.announcer.say(text);
    void this.rpc.request('tell', { text });
  }

  private remember(change: Partial<ViewState>): void {
    this.view = { ...this.view, ...change };
    this.saveSoon();
  }

  private saveSoon(): void {
    this.saveTimer ??= setTimeout(() => {
      this.saveTimer = undefined;
      this.view = { ...this.view, position: this.area.grid.position };
      if (this.isLayoutChanged) void this.rpc.request('keepLayout', { layout: this.layout });
      this.isLayoutChanged = false;
      this.save();
    }, limits.saveDelayMs);
  }

  private save(): void {
    if (!this.state) return;
    const state = keptState(this.view, this.state);
    const text = JSON.stringify(state);
    if (text === this.saved) return;
    this.saved = text;
    this.host.save(state);
  }
}
