import { messageOf, unreachable } from '../../src/base/errors.ts';
import type { CopyFormat, KeepAction, PageAction } from '../../src/protocol/webview/grid.ts';
import { NO_FILTER } from '../../src/formats/filter.ts';
import { RpcClient } from '../../src/protocol/webview/rpc.ts';
import type {
  TailCounts,
  TailEvents,
  TailRequests,
  TailState,
} from '../../src/protocol/webview/tail.ts';
import { limits } from '../limits.ts';
import { Announcer } from '../shared/announcer.ts';
import { element } from '../shared/dom.ts';
import type { Host } from '../shared/host.ts';
import { Splitter } from '../shared/splitter.ts';
import { Detail } from './detail/detail.ts';
import { RecordPane, type RowAddress } from './detail/recordPane.ts';
import { GridArea } from './gridArea.ts';
import { LowerPanes } from './lowerPanes.ts';
import { StreamPane } from './shards/streamPane.ts';
import { listenToShortcuts } from './shortcuts.ts';
import type { Notice } from './text/describe.ts';
import { plural } from './text/format.ts';
import { FilterBar } from './filter/filterBar.ts';
import { Toolbar, type ToolbarActions } from './toolbar/toolbar.ts';
import { defaultViewState, parseViewState, type ViewState } from './viewState.ts';

/** Puts the page together: the host's events go down into the parts, the reader's wishes up. */
export class TailApp {
  readonly node: HTMLElement;
  private readonly host: Host;
  private readonly rpc: RpcClient<TailRequests, TailEvents>;
  private readonly announcer = new Announcer();
  private readonly toolbar: Toolbar;
  private readonly filter = new FilterBar({
    apply: (filter) => this.rpc.request('filter', filter),
  });
  private readonly area: GridArea;
  private readonly stream: StreamPane;
  private readonly detail: Detail;
  private readonly record: RecordPane;
  private readonly lower: LowerPanes;
  private view: ViewState;
  private state: TailState | undefined;
  private counts: TailCounts | undefined;
  private saved = '';
  private saveTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: Host) {
    this.host = host;
    this.view = parseViewState(host.savedState);
    this.rpc = new RpcClient<TailRequests, TailEvents>(host, {
      advanced: (counts) => this.setCounts(counts),
      state: (state) => this.setState(state),
      progress: () => undefined,
      metrics: (metrics) => this.stream.setMetrics(metrics, Date.now()),
      perform: (action) => this.perform(action),
    });
    this.stream = new StreamPane({
      tab: this.view.streamTab,
      requests: {
        heatMap: () => this.rpc.request('heatMap'),
        hotKeys: () => this.rpc.request('hotKeys'),
      },
      onTab: (streamTab) => this.remember({ streamTab }),
    });
    this.toolbar = new Toolbar(this.toolbarActions());
    this.area = this.createArea();
    this.detail = this.createDetail();
    this.record = new RecordPane(this.detail, (address) => this.rpc.request('record', address));
    this.lower = this.createLower();
    this.node = this.arrange();
    listenToShortcuts(this.area.grid.node, {
      search: () => this.filter.focus(),
      togglePause: () => this.togglePause(),
      backToGrid: () => this.area.grid.focus(),
      copy: () => this.copy(this.view.copyFormat),
      nextWithKey: () => this.goToNeighbour('next'),
      previousWithKey: () => this.goToNeighbour('previous'),
      copyMenu: () => this.detail.openCopyMenu(),
    });
  }

  /** The first call to the host; until it answers, events are held back by the missing state. */
  async open(): Promise<void> {
    const snapshot = await this.rpc.request('open');
    this.state = snapshot.state;
    this.save();
    if (this.view.position) this.area.grid.restore(this.view.position);
    this.filter.fill(snapshot.state.filter);
    this.stream.open(snapshot);
    this.toolbar.setState(snapshot.state);
    this.setCounts(snapshot.counts);
    this.takeFocus();
    window.addEventListener('focus', () => this.takeFocus());
  }

  /** The keys belong to the grid, unless the reader is elsewhere: in another tab, or in a control. */
  private takeFocus(): void {
    if (document.hasFocus() && document.activeElement === document.body) this.area.grid.focus();
  }

  private setState(state: TailState): void {
    const before = this.state?.phase.name;
    this.state = state;
    this.toolbar.setState(state);
    this.stream.setState(state);
    this.update();
    // At once: the window may be reloaded in the next moment.
    this.save();
    const now = state.phase.name;
    if (before !== now && now === 'paused') this.announcer.say('Paused');
    if (before === 'paused' && now === 'running') this.announcer.say('Running');
  }

  private setCounts(counts: TailCounts): void {
    this.counts = counts;
    this.update();
  }

  private update(): void {
    if (!this.state || !this.counts) return;
    this.filter.setCounts(this.counts);
    this.area.show(this.state, this.counts);
  }

  private createArea(): GridArea {
    return new GridArea({
      requestRows: (request) => this.rpc.request('rows', request),
      onSelect: (ordinal) => this.record.show(this.address(ordinal)),
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
    });
  }

  private createDetail(): Detail {
    const neighbour = (direction: 'next' | 'previous'): void => this.goToNeighbour(direction);
    return new Detail({
      tab: this.view.tab,
      showsTree: this.view.showsTree,
      onTab: (tab) => this.remember({ tab }),
      onShowsTree: (showsTree) => this.remember({ showsTree }),
      timeFormat: () => 'local',
      onPrevious: () => this.area.grid.move('up'),
      onNext: () => this.area.grid.move('down'),
      onNeighbour: neighbour,
      copyFormat: () => this.view.copyFormat,
      onCopy: (copyFormat) => {
        this.remember({ copyFormat });
        this.copy(copyFormat);
      },
      onOpen: () => this.ask('openRecord'),
      onCompare: () => undefined,
      onShowChange: () => this.ask('showChange'),
    });
  }

  private ask(method: 'openRecord' | 'showChange'): void {
    const address = this.address(this.area.grid.selected);
    if (address) this.send(this.rpc.request(method, address));
  }

  private goToNeighbour(direction: 'next' | 'previous'): void {
    const address = this.address(this.area.grid.selected);
    if (!address) return;
    const found = this.rpc.request('neighbour', { ...address, direction });
    this.send(
      found.then((ordinal) => {
        if (ordinal !== undefined) this.area.grid.select(ordinal);
        else this.announcer.say(`No ${direction} record with the same key in the window`);
      }),
    );
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
      main,
      this.announcer.node,
    );
  }

  private toolbarActions(): ToolbarActions {
    return {
      togglePause: () => this.togglePause(),
      clear: () => this.send(this.rpc.request('clear')),
      exportRows: () => this.keep('export'),
      setMasking: (isOn) => this.send(this.rpc.request('setMasking', { isOn })),
      restart: async ({ position, shards }) => {
        if (!this.state) return;
        await this.rpc.request('restart', {
          position: position ?? this.state.position,
          shards: shards ?? this.state.shards,
          end: this.state.end,
        });
        this.area.grid.follow();
      },
    };
  }

  private togglePause(): void {
    const paused = this.state?.phase.name === 'paused';
    this.send(paused ? this.rpc.request('resume') : this.rpc.request('pause'));
  }

  private act(action: NonNullable<Notice['action']>): void {
    switch (action) {
      case 'resume':
      case 'tryAgain':
        this.send(this.rpc.request('resume'));
        return;
      case 'clearFilter':
        this.filter.fill(NO_FILTER);
        this.send(this.rpc.request('filter', NO_FILTER));
        return;
      default:
        unreachable(action);
    }
  }

  private perform(action: PageAction): void {
    if (action.kind === 'copy') this.copy(action.format);
    else if (action.kind === 'keep') this.keep(action.action, this.chosenOrdinals());
  }

  private copy(format: CopyFormat): void {
    const address = this.address(this.area.grid.selected);
    if (!address) return;
    const { generation, ordinal } = address;
    const copied = this.rpc.request('copy', { generation, ordinals: [ordinal], format });
    this.send(copied.then(() => this.announcer.say('Copied')));
  }

  /** Without ordinals, all rows that are shown. */
  private keep(action: KeepAction, ordinals?: number[]): void {
    const { generation } = this.area.grid;
    const named = ordinals === undefined ? {} : { ordinals };
    this.send(this.rpc.request('keep', { action, generation, ...named }));
  }

  private chosenOrdinals(): number[] {
    const { selected } = this.area.grid;
    return selected === undefined ? [] : [selected];
  }

  private address(ordinal: number | undefined): RowAddress | undefined {
    const { generation } = this.area.grid;
    return ordinal === undefined ? undefined : { generation, ordinal };
  }

  /** The host shows what went wrong; here a screen reader says it, since the focus is in the page. */
  private send(answer: Promise<unknown>): void {
    answer.catch((error: unknown) => this.announcer.say(messageOf(error)));
  }

  private remember(change: Partial<ViewState>): void {
    this.view = { ...this.view, ...change };
    this.saveSoon();
  }

  private saveSoon(): void {
    this.saveTimer ??= setTimeout(() => {
      this.saveTimer = undefined;
      this.view = { ...this.view, position: this.area.grid.position };
      this.save();
    }, limits.saveDelayMs);
  }

  private save(): void {
    if (!this.state) return;
    const { connectionName, streamName, position, startedMs, followsLatest, shards, end } =
      this.state;
    // By `tail` the host opens the same tail again when the window is reloaded.
    const tail = {
      connectionName,
      streamName,
      position,
      startedMs,
      followsLatest,
      shards,
      ...(end && { end }),
    };
    const state = { ...this.view, tail };
    const text = JSON.stringify(state);
    if (text === this.saved) return;
    this.saved = text;
    this.host.save(state);
  }
}
