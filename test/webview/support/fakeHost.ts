/**
 * Stands for the extension host in the page that holds the tail's frame: answers its requests from
 * an array of seeded records. Tests drive it through `window.fakeHost`.
 */
import { toDisposable } from '../../../src/base/lifecycle.ts';
import { type Condition, NO_FILTER } from '../../../src/formats/filter.ts';
import { formatShardId } from '../../../src/formats/shardId.ts';
import type { DecodedPayload } from '../../../src/protocol/webview/decoded.ts';
import { type Port, RpcServer } from '../../../src/protocol/webview/rpc.ts';
import type {
  RecordDetail,
  TailCounts,
  TailEvents,
  TailPhase,
  TailProgress,
  TailRequests,
  TailState,
} from '../../../src/protocol/webview/tail.ts';
import type { PageAction, RowOrder } from '../../../src/protocol/webview/grid.ts';
import { CellReader } from '../../../src/tail/view/cells.ts';
import { compileJsonPath } from '../../../src/tail/jsonPath.ts';
import type { SavedFilters } from '../../../src/protocol/webview/filter.ts';
import { histogramOf } from './fakeHistogram.ts';
import { detailOf } from './fakeDetail.ts';
import { changedFilters, problemOf, SHARED_FILTER } from './fakeFilter.ts';
import { type FakeRecord, START_MS, TruckRecord, recordOf } from './fakeRecords.ts';
import { plainDecoder } from '../../../src/tail/decoding.ts';
import { FakeRows } from './fakeRows.ts';
import { lineageOf } from './fakeLineage.ts';
import { heatMapOf, historyOf, hotKeysOf, metricsOf, readingOf } from './fakeMetrics.ts';

export interface FakeHostOptions {
  readonly windowRecordsMax: number;
  readonly shardCount: number;
}

const encoder = new TextEncoder();

export class FakeHost {
  /** What the page saved with setState. */
  savedState: unknown;
  /** What is remembered for the stream. */
  layout: unknown;
  /** Every call of the page that is not a read. */
  readonly calls: { readonly method: string; readonly params: unknown }[] = [];
  /** What the page has had said in the status bar. */
  readonly told: string[] = [];
  /** How many rows each `rows` request asked for. */
  readonly rowRequests: number[] = [];
  /** How many messages the page was sent. */
  posted = 0;
  /** Whether a message that counts what arrived is still to be sent. */
  isAnnouncing = false;
  /** Whether a copy is done only when `finishCopy` says so, or refused with its message. */
  holdsCopies = false;
  /** Whether rows are never done being put in another order. */
  holdsOrder = false;
  /** A filter with a condition of this kind is refused. */
  refusedKind: Condition['kind'] | undefined;
  private readonly options: FakeHostOptions;
  private readonly server: RpcServer<TailRequests, TailEvents>;
  private readonly listeners = new Set<(message: unknown) => void>();
  private readonly window: FakeRows;
  private generation = 1;
  private looked: FakeRecord | undefined;
  private orderPending: number | undefined;
  private revision = 0;
  private decodedAs: DecodedPayload | undefined;
  private paused: TailCounts | undefined;
  private saved: SavedFilters = { filters: [SHARED_FILTER], problems: [] };
  private state: TailState;
  private copying: { finish(count: number): void; fail(message: string): void } | undefined;
  private streaming: ReturnType<typeof setInterval> | undefined;

  constructor(toPage: (message: unknown) => void, options: FakeHostOptions) {
    this.options = options;
    this.window = new FakeRows(options.windowRecordsMax);
    this.state = {
      connectionName: 'Local engine',
      streamName: 'truck-positions',
      position: { type: 'LATEST' },
      startedMs: START_MS,
      followsLatest: true,
      shards: 'all',
      knownShardIds: Array.from({ length: options.shardCount }, (_, index) => formatShardId(index)),
      phase: { name: 'running' },
      reading: readingOf(false),
      filter: NO_FILTER,
      masking: { isOn: false, rules: ['card numbers', 'e-mail addresses'] },
      windowRecordsMax: options.windowRecordsMax,
      windowBytesMax: 256 * 1024 * 1024,
    };
    const port: Port = {
      post: (message) => {
        this.posted++;
        toPage(message);
      },
      listen: (listener) => {
        this.listeners.add(listener);
        return toDisposable(() => this.listeners.delete(listener));
      },
    };
    this.server = new RpcServer<TailRequests, TailEvents>(port, this.handlers());
  }

  receive(message: unknown): void {
    for (const listener of this.listeners) listener(message);
  }

  /** Appends seeded truck positions, about 200 bytes each. */
  push(count: number): void {
    const { shardCount } = this.options;
    for (let index = 0; index < count; index++) {
      this.window.append(new TruckRecord(this.window.received, shardCount));
    }
    this.announce();
  }

  /** Appends so many of each shard, shard by shard, as a tail reads them from the oldest on. */
  pushShards(perShard: number): void {
    const { shardCount } = this.options;
    for (let index = 0; index < perShard * shardCount; index++) {
      const number = (index % perShard) * shardCount + Math.floor(index / perShard);
      this.window.append(new TruckRecord(number, shardCount));
    }
    this.announce();
  }

  /** Fills an empty window with this many truck positions, each made when it is asked for. */
  fill(count: number): void {
    const { shardCount } = this.options;
    const { window } = this;
    for (; window.received < count; window.received++) {
      window.records.push(new TruckRecord(window.received, shardCount));
    }
    this.announce();
  }

  /** Appends one record with this data, and perhaps this key. */
  pushData(data: string | number[], partitionKey?: string): void {
    const bytes = typeof data === 'string' ? encoder.encode(data) : new Uint8Array(data);
    const { options } = this;
    const number = this.window.received;
    this.window.append(
      recordOf({ number, data: bytes, partitionKey, shardCount: options.shardCount }),
    );
    this.announce();
  }

  /** Appends `perSecond` records a second, in ticks of 20 ms, until it has so many or `stop`. */
  stream(perSecond: number, receivedMax = Number.POSITIVE_INFINITY): void {
    this.streaming = setInterval(() => {
      this.push(Math.min(perSecond / 50, receivedMax - this.window.received));
      if (this.window.received === receivedMax) this.stop();
    }, 20);
  }

  stop(): void {
    clearInterval(this.streaming);
  }

  setProgress(progress: TailProgress | undefined): void {
    this.server.emit('progress', progress);
  }

  setPhase(phase: TailPhase): void {
    this.setState({ phase });
  }

  finishCopy(refusal?: string, count = 1): void {
    if (refusal === undefined) this.copying?.finish(count);
    else this.copying?.fail(refusal);
  }

  /** A reading of every shard; the rates follow the index, so that one shard is hot. */
  sendMetrics(): void {
    this.server.emit('metrics', metricsOf(this.state));
  }

  /** From now on every record reads like this. */
  decodeAs(decoded: DecodedPayload): void {
    this.decodedAs = decoded;
    this.revision++;
    this.announce();
  }

  private detailAt(ordinal: number): RecordDetail | undefined {
    const record = (this.looked = this.window.shown[ordinal - this.window.first]);
    return detailOf(record, { sequenceTimeMs: START_MS, decoded: this.decodedAs });
  }

  private handlers(): TailRequests {
    return {
      open: () => ({
        state: this.state,
        counts: this.counts(),
        layout: this.layout,
        // Of a window without records nothing was read yet.
        metrics: this.window.received === 0 ? [] : metricsOf(this.state),
        history: this.window.received === 0 ? [] : historyOf(Date.now()),
      }),
      rows: ({ generation, from, count, paths }) => {
        this.rowRequests.push(count);
        const first = this.window.first;
        const start = Math.max(from, first);
        const stale = generation !== this.generation;
        const rows = stale ? [] : this.window.shown.slice(start - first, from + count - first);
        const cells = paths && new CellReader(plainDecoder, paths);
        return {
          generation,
          from: start,
          rows: rows.map(({ row, data }) => ({
            ...row,
            ...(cells ? { cells: cells.read(data) } : {}),
            ...(this.decodedAs ? { preview: this.decodedAs.text } : {}),
          })),
        };
      },
      record: ({ generation, ordinal }) =>
        generation === this.generation ? this.detailAt(ordinal) : undefined,
      pause: () => {
        this.log('pause');
        this.paused = this.counts();
        this.setPhase({ name: 'paused', full: false });
      },
      resume: () => {
        this.log('resume');
        this.paused = undefined;
        this.orderBy('read');
        this.setPhase({ name: 'running' });
        this.announce();
      },
      clear: () => {
        this.log('clear');
        this.empty();
      },
      filter: (filter) => {
        this.log('filter', filter);
        const problem = problemOf(filter, this.refusedKind);
        if (problem) return problem;
        this.state = { ...this.state, filter };
        this.generation++;
        this.window.setFilter(filter);
        this.server.emit('state', this.state);
        this.announce();
        return undefined;
      },
      order: ({ by }) => {
        this.log('order', { by });
        this.orderPending = this.holdsOrder && by === 'arrival' ? this.window.received : undefined;
        if (!this.holdsOrder) this.orderBy(by);
        this.paused = by === 'arrival' || this.paused ? this.counts() : undefined;
        if (this.paused) this.setPhase({ name: 'paused', full: false });
        this.announce();
      },
      histogram: ({ split }) =>
        Promise.resolve(histogramOf({ all: this.window.records, shown: this.window.shown }, split)),
      savedFilters: () => this.saved,
      changeSavedFilters: (change) => {
        this.log('changeSavedFilters', change);
        this.saved = changedFilters(this.saved, change);
        return Promise.resolve(this.saved);
      },
      heatMap: () => heatMapOf(this.state.knownShardIds, START_MS),
      hotKeys: () => hotKeysOf(this.state),
      restart: ({ position, shards, end }) => {
        this.log('restart', { position, shards, ...(end && { end }) });
        this.setState({ position, shards, end, phase: { name: 'running' } });
        this.empty();
      },
      setPush: ({ isOn }) => {
        this.log('setPush', { isOn });
        this.setState({ reading: readingOf(isOn) });
        this.sendMetrics();
      },
      chooseDecoders: () => {
        this.log('chooseDecoders');
        return Promise.resolve();
      },
      openMaskingRules: () => this.log('openMaskingRules'),
      setMasking: ({ isOn }) => {
        this.log('setMasking', { isOn });
        this.setState({ masking: { ...this.state.masking, isOn } });
      },
      lineage: () => lineageOf(START_MS),
      copy: (params) => {
        this.log('copy', params);
        return this.holdsCopies ? this.heldCopy() : params.ordinals.length;
      },
      copyText: (params) => this.log('copyText', params),
      tell: ({ text }) => void this.told.push(text),
      openRecord: (params) => this.log('openRecord', params),
      compareRecords: (params) => this.log('compareRecords', params),
      showChange: (params) => this.log('showChange', params),
      keep: (params) => this.log('keep', params),
      keepLayout: ({ layout }) => {
        this.log('keepLayout', layout);
        this.layout = layout;
      },
      checkPath: ({ path }) => void compileJsonPath(path),
      valueAt: ({ ordinal, path }) => {
        const { data = new Uint8Array() } = this.window.shown[ordinal - this.window.first] ?? {};
        return new CellReader(plainDecoder, [path]).readWhole(data)[0] ?? '';
      },
      neighbour: ({ ordinal, direction }) => {
        this.log('neighbour', { ordinal, direction });
        return Promise.resolve(this.neighbourOf(ordinal, direction === 'next' ? 1 : -1));
      },
    };
  }

  /** As a command of VS Code does. */
  perform(action: PageAction): void {
    this.server.emit('perform', action);
  }

  private orderBy(by: RowOrder): void {
    if (this.window.orderBy(by)) this.generation++;
  }

  private neighbourOf(ordinal: number, step: number): number | undefined {
    const rows = this.window.shown;
    const first = this.window.first;
    const key = rows[ordinal - first]?.row.partitionKey;
    let at = ordinal - first + step;
    while (rows[at] && rows[at]?.row.partitionKey !== key) at += step;
    return rows[at] && at + first;
  }

  private heldCopy(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.copying = { finish: resolve, fail: (message) => reject(new Error(message)) };
    });
  }

  setState(change: Partial<TailState>): void {
    this.state = { ...this.state, ...change };
    this.server.emit('state', this.state);
  }

  private log(method: string, params?: unknown): void {
    this.calls.push({ method, params });
  }

  private empty(): void {
    this.generation++;
    this.window.empty();
    this.announce();
  }

  counts(): TailCounts {
    const { orderPending, window } = this;
    const place = this.looked ? window.shown.indexOf(this.looked) : -1;
    return {
      ...(place >= 0 && { lastRecord: window.first + place }),
      generation: this.generation,
      revision: this.revision,
      ...window.counts,
      ...(orderPending !== undefined && { orderPending }),
    };
  }

  /** At most once a frame, as the real host. */
  private announce(): void {
    if (this.isAnnouncing) return;
    this.isAnnouncing = true;
    setTimeout(() => {
      this.isAnnouncing = false;
      const { paused } = this;
      const now = this.counts();
      const held = paused && { ...paused, waiting: now.received - paused.received };
      this.server.emit('advanced', held ?? now);
    }, 16);
  }
}

declare global {
  interface Window {
    fakeHost: FakeHost;
    startFakeHost(options: FakeHostOptions): void;
  }
}

window.startFakeHost = (options) => {
  const frame = document.querySelector('iframe');
  window.fakeHost = new FakeHost(
    (message) => frame?.contentWindow?.postMessage(message, '*'),
    options,
  );
};
