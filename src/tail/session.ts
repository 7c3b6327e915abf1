/**
 * Tail: reads the shards of a stream into a bounded window and answers a page that shows a part of
 * it. It knows neither VS Code nor the AWS SDK, writes to no stream (`replay/` does), and never sends records
 * by itself: it announces counts, and rows go out only when they are asked for. Start here, then
 * `tailRun.ts`, `streamFollower.ts` and `shardReader.ts` for the reading, `tailView.ts` and
 * `recordWindow.ts` for what is kept. Time, randomness and the source come in as arguments.
 */
import { isDeepStrictEqual } from 'node:util';
import { Emitter, type Event } from '../base/event.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import type { TailFilter } from '../formats/filter.ts';
import { hashKeyShare } from '../formats/hashKey.ts';
import type { TailEnd, TailStart } from '../formats/position.ts';
import type { FilterProblem } from '../protocol/webview/filter.ts';
import type { Lineage } from '../protocol/webview/lineage.ts';
import type { HeatMap, HotKeyReport } from '../protocol/webview/metrics.ts';
import type {
  MetricsSample,
  RecordDetail,
  RowPage,
  ShardChoice,
  ShardMetrics,
  TailCounts,
  TailPhase,
  TailProgress,
  TailRequests,
  TailSnapshot,
  TailState,
} from '../protocol/webview/tail.ts';
import { builtInPipeline } from './decoders/all.ts';
import type { RowSnapshot } from './export/rowSnapshot.ts';
import { FrameGate } from './frameGate.ts';
import { FullWindow } from './fullWindow.ts';
import { compileJsonPath } from './jsonPath.ts';
import { MASK_NOTHING, Masking } from './masking/masking.ts';
import { Measures } from './metrics/measures.ts';
import { MetricsReporter } from './metrics/metricsReporter.ts';
import { HistogramCounter } from './histogram/histogramCounter.ts';
import { NeighbourSearch } from './view/neighbours.ts';
import { Reading } from './reading/reading.ts';
import type { SessionRequests, TailSessionOptions } from './sessionOptions.ts';
import { isByHash, recordTest } from './reading/shardChoice.ts';
import type { SourceRecord } from './source.ts';
import { checkEnd, checkStart } from './reading/startingPoints.ts';
import { TailStatistics } from './metrics/statistics.ts';
import { TailRun } from './reading/tailRun.ts';
import { withHashKeys } from './view/recordDetail.ts';
import { TailView } from './view/tailView.ts';
import { ViewWork } from './view/viewWork.ts';
import type { WindowBounds } from './window/recordWindow.ts';
import { boundsOf } from './window/windowBounds.ts';

export class TailSession implements SessionRequests, Disposable {
  private readonly options: TailSessionOptions;
  private readonly store = new DisposableStore();
  private readonly advanced = this.store.add(new Emitter<TailCounts>());
  private readonly stateChanged = this.store.add(new Emitter<TailState>());
  private readonly advancedGate: FrameGate;
  private readonly stateGate: FrameGate;
  private readonly bounds: WindowBounds;
  private readonly view: TailView;
  private readonly neighbours: NeighbourSearch;
  readonly histogram: HistogramCounter;
  private readonly statistics: TailStatistics;
  private readonly measures = new Measures({
    rangeOf: (shardId) => this.run.openRangeOf(shardId),
    expand: (record) => this.masking.decoder.expand(record),
    asOfMs: (shardId) => this.statistics.standsAtMs(shardId, this.options.clock.nowMs()),
  });
  private readonly reporter: MetricsReporter;
  private position: TailStart;
  private end: TailEnd | undefined;
  private followsLatest: boolean;
  private startedMs: number;
  private shards: ShardChoice;
  private run: TailRun;
  private readonly viewWork: ViewWork;
  private isStarted = false;
  private readonly fullWindow: FullWindow;

  /** What may be seen of records, those included that do not come from the window. */
  readonly masking: Masking;
  /** How it reads, for whoever changes that. */
  readonly reading: Reading;
  /** Announces at most once a frame that there is more, or less, to see. */
  readonly onAdvanced = this.advanced.event;
  /** At most once a frame. */
  readonly onState = this.stateChanged.event;
  /** As `MetricsReporter` tells them, from start to dispose. */
  readonly onMetrics: Event<ShardMetrics[]>;
  readonly onProgress: Event<TailProgress | undefined>;

  /** Throws `invalidInput` when the start position or the shards cannot be right. */
  constructor(options: TailSessionOptions) {
    const { clock, position, shards } = options;
    checkStart(position, shards, clock.nowMs());
    checkEnd(options.end, position);
    this.options = options;
    this.position = position;
    this.end = options.end;
    this.fullWindow = new FullWindow(options.whenFull);
    this.followsLatest = options.followsLatest ?? position.type === 'LATEST';
    this.shards = shards;
    this.bounds = boundsOf(options);
    // A place that a page saved before its window was reloaded must not fit this session's rows.
    const { decoder = builtInPipeline(), masking = MASK_NOTHING } = options;
    this.masking = new Masking(decoder, masking);
    this.view = new TailView(this.bounds, clock.nowMs(), this.masking);
    this.store.add(
      decoder.onChanged(() => {
        this.view.decodeAgain();
        this.announce();
      }),
    );
    this.store.add(
      this.masking.onChanged(() => {
        // What is being counted may tell what is hidden now.
        this.histogram.forget();
        this.view.showAnew();
        this.announce();
      }),
    );
    this.neighbours = this.store.add(new NeighbourSearch(this.view, clock));
    this.viewWork = this.store.add(
      new ViewWork(clock, this.view, () => this.advancedGate.request()),
    );
    this.histogram = this.store.add(new HistogramCounter(() => this.view.countable, clock));
    this.startedMs = clock.nowMs();
    this.reading = this.store.add(new Reading(options, () => this.stateGate.request()));
    this.statistics = new TailStatistics(this.reading.reads);
    this.reporter = this.store.add(
      new MetricsReporter({
        clock,
        statistics: this.statistics,
        metrics: () => this.metrics,
        standing: () => this.run,
      }),
    );
    ({ onMetrics: this.onMetrics, onProgress: this.onProgress } = this.reporter);
    this.advancedGate = this.store.add(
      new FrameGate(clock, () => this.advanced.fire(this.view.counts)),
    );
    this.stateGate = this.store.add(new FrameGate(clock, () => this.stateChanged.fire(this.state)));
    this.run = this.makeRun();
  }

  get state(): TailState {
    return {
      connectionName: this.options.connectionName,
      streamName: this.options.streamName,
      position: this.position,
      end: this.run.endAsked,
      startedMs: this.startedMs,
      followsLatest: this.followsLatest,
      shards: this.shards,
      knownShardIds: this.run.knownShardIds,
      ...(isByHash(this.shards) && { keyShardIds: this.run.chosenShardIds }),
      phase: this.phase,
      reading: this.reading.state,
      filter: this.view.filter,
      masking: this.masking.state,
      windowRecordsMax: this.bounds.recordsMax,
      windowBytesMax: this.bounds.bytesMax,
    };
  }

  get counts(): TailCounts {
    return this.view.counts;
  }

  get metrics(): ShardMetrics[] {
    const nowMs = this.options.clock.nowMs();
    return this.statistics.metrics.map((shard) => {
      const range = this.run.hashKeyRangeOf(shard.shardId);
      return {
        ...shard,
        written: this.measures.rate(shard.shardId, nowMs),
        hashKeyShare: range && hashKeyShare(range),
      };
    });
  }

  get history(): MetricsSample[] {
    return this.statistics.history;
  }

  /** Begins to read. Everything else may be called before; a second call does nothing. */
  start(): void {
    if (this.isStarted || this.store.disposed) return;
    this.isStarted = true;
    this.run.start();
    this.reporter.start();
  }

  open(): TailSnapshot {
    return {
      state: this.state,
      counts: this.counts,
      metrics: this.metrics,
      history: this.history,
      progress: this.reporter.progress,
    };
  }

  rows(params: Parameters<TailRequests['rows']>[0]): RowPage {
    return this.view.rows(params);
  }

  record(params: { generation: number; ordinal: number }): RecordDetail | undefined {
    const detail = this.view.record(params);
    return detail && withHashKeys(detail, this.run.hashKeyRangeOf(detail.row.shardId));
  }

  /** For the host, which copies and opens records: the data is never cut. */
  wholeRecord(params: { generation: number; ordinal: number }): RecordDetail | undefined {
    return this.view.wholeRecord(params);
  }

  /** For the host, which copies columns: what JSON paths find in a record, never cut. */
  found(params: { generation: number; ordinal: number }, paths: readonly string[]): string[] {
    return this.view.found(params, paths) ?? [];
  }

  neighbour(params: Parameters<TailRequests['neighbour']>[0]): Promise<number | undefined> {
    return this.neighbours.find(params);
  }

  checkPath({ path }: { path: string }): void {
    compileJsonPath(path);
  }

  /** Rows to be written to a file or put to a stream: all that are shown, or a selection. */
  snapshot(selection?: { generation: number; ordinals: readonly number[] }): RowSnapshot {
    return this.view.snapshot(selection);
  }

  lineage(): Lineage {
    return this.run.lineage;
  }

  pause(): void {
    this.view.pause();
    this.announce();
  }

  /** Ends a pause. After a failure or an end, also goes on from where each shard stood. */
  resume(): void {
    this.fullWindow.resumed();
    this.view.resume();
    const { name } = this.run.phase;
    if (this.isStarted && (name === 'failed' || name === 'ended')) this.run.start();
    this.run.openGate();
    this.announce();
  }

  clear(): void {
    if (this.fullWindow.hasPaused) this.view.resume();
    this.fullWindow.emptied();
    this.view.clear();
    this.run.openGate();
    this.announce();
  }

  /** Where reading goes on, any other order than that of reading pauses it. */
  order({ by }: Parameters<TailRequests['order']>[0]): void {
    if (by !== 'read' && this.phase.name !== 'ended') this.view.pause();
    this.view.order(by);
    this.announce();
  }

  filter(params: TailFilter): FilterProblem | undefined {
    const problem = this.view.setFilter(params);
    if (!problem) this.announce();
    return problem;
  }

  /** Hides what the masking rules find, or shows it, in all records of the window and in new ones. */
  setMasking(isOn: boolean): void {
    this.masking.switch(isOn);
  }

  heatMap(): HeatMap {
    return this.measures.heatMap(this.options.clock.nowMs());
  }

  hotKeys(): HotKeyReport {
    return this.measures.hotKeys((key) => this.masking.key(key));
  }

  restart(params: Parameters<TailRequests['restart']>[0] & { followsLatest?: boolean }): void {
    const { clock } = this.options;
    checkStart(params.position, params.shards, clock.nowMs());
    checkEnd(params.end, params.position);
    this.run.dispose();
    // Choosing other shards leaves the position as it is, and what it stands for.
    const isSame = isDeepStrictEqual(params.position, this.position);
    const follows = isSame ? this.followsLatest : params.position.type === 'LATEST';
    this.followsLatest = params.followsLatest ?? follows;
    this.position = params.position;
    this.startedMs = clock.nowMs();
    this.shards = params.shards;
    this.end = params.end;
    this.view.resume();
    this.view.clear();
    this.fullWindow.emptied();
    this.reporter.forgetProgress();
    this.statistics.forgetShards();
    this.measures.forget();
    this.run = this.makeRun();
    if (this.isStarted && !this.store.disposed) this.run.start();
    this.announce();
  }

  dispose(): void {
    this.run.dispose();
    this.store.dispose();
  }

  private get phase(): TailPhase {
    if (!this.isStarted) return { name: 'held' };
    const { phase } = this.run;
    if (phase.name === 'failed' || !this.view.paused) return phase;
    const byItself = this.fullWindow.hasPaused;
    return { name: 'paused', full: byItself || this.run.isHeld, ...(byItself && { byItself }) };
  }

  private makeRun(): TailRun {
    const { source, clock, random, streamName, onDefect } = this.options;
    return new TailRun({
      source,
      clock,
      random,
      streamName,
      reading: this.reading,
      position: this.position,
      shards: this.shards,
      end: this.end,
      statistics: this.statistics,
      take: (shardId, records, from) => this.take(shardId, records, from),
      onChange: () => this.stateGate.request(),
      onDefect: onDefect ?? (() => undefined),
    });
  }

  private take(shardId: string, records: readonly SourceRecord[], from: number): number {
    const options = { mayDrop: this.fullWindow.mayDrop, isShown: recordTest(this.shards) };
    const end = this.view.append(shardId, records, from, options);
    if (end < records.length && this.fullWindow.pausesNow(this.view.paused)) {
      this.view.pause();
      this.announce();
    }
    if (end === from) return end;
    let bytes = 0;
    for (let index = from; index < end; index++) {
      const record = records[index];
      if (!record) continue;
      bytes += record.data.length;
      this.measures.count(shardId, record);
    }
    this.statistics.countRead(shardId, { records: end - from, bytes });
    this.advancedGate.request();
    this.viewWork.request();
    return end;
  }

  /** The work goes first: what one slice finishes is told with the rest. */
  private announce(): void {
    this.viewWork.request();
    this.advancedGate.request();
    this.stateGate.request();
  }
}
