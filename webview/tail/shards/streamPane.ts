import type { ShardMetrics, TailSnapshot, TailState } from '../../../src/protocol/webview/tail.ts';
import type { Lineage, LineageShard } from '../../../src/protocol/webview/lineage.ts';
import type { HeatMap, HotKeyReport } from '../../../src/protocol/webview/metrics.ts';
import { createTabs } from '../../shared/controls.ts';
import { element } from '../../shared/dom.ts';
import type { Times } from '../text/times.ts';
import { HeatMapView } from './heatMapView.ts';
import { HotKeysView } from './hotKeysView.ts';
import { LineageView } from '../lineage/lineageView.ts';
import { ShardsView } from './shardsView.ts';
import type { StreamView } from './streamView.ts';

/** What the views ask of the host. */
export interface StreamRequests {
  heatMap(): Promise<HeatMap>;
  hotKeys(): Promise<HotKeyReport>;
  lineage(): Promise<Lineage>;
  /** Shows the records of one shard alone. */
  showOnly(shard: LineageShard): void;
}

function viewsOf(requests: StreamRequests, times: Times): StreamView[] {
  return [
    new ShardsView(times),
    new HeatMapView({ times, request: () => requests.heatMap() }),
    new HotKeysView(() => requests.hotKeys()),
    new LineageView({
      times,
      request: () => requests.lineage(),
      onShowOnly: (shard) => requests.showOnly(shard),
    }),
  ];
}

const TAB_PREFIX = 'stream-';

/** What the stream does, in the reader's choice of views. */
export class StreamPane {
  readonly node: HTMLElement;
  private readonly views: readonly StreamView[];
  private shown: StreamView | undefined;

  constructor(options: {
    readonly tab: string;
    readonly times: Times;
    readonly requests: StreamRequests;
    onTab(tab: string): void;
  }) {
    this.views = viewsOf(options.requests, options.times);
    const tabs = createTabs({
      label: 'Views of the stream',
      tabs: this.views.map(({ id, title, node }) => ({ id: TAB_PREFIX + id, title, view: node })),
      onChange: (tabId) => {
        const id = tabId.slice(TAB_PREFIX.length);
        this.show(id);
        options.onTab(id);
      },
    });
    const first = this.views.find(({ id }) => id === options.tab) ?? this.views[0];
    if (first) {
      tabs.activate(TAB_PREFIX + first.id);
      this.show(first.id);
    }
    this.node = element('section', { class: 'pane stream', 'aria-label': 'Stream' }, tabs.node);
  }

  open(snapshot: TailSnapshot): void {
    for (const view of this.views) {
      view.open?.(snapshot);
      view.setState?.(snapshot.state);
    }
  }

  setState(state: TailState): void {
    for (const view of this.views) view.setState?.(state);
  }

  setMetrics(metrics: readonly ShardMetrics[], timeMs: number): void {
    for (const view of this.views) view.setMetrics?.(metrics, timeMs);
  }

  private show(id: string): void {
    const next = this.views.find((view) => view.id === id);
    if (next === this.shown) return;
    this.shown?.setShown?.(false);
    this.shown = next;
    next?.setShown?.(true);
  }
}
