import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../base/clock.ts';
import { Emitter } from '../../base/event.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { ShardMetrics, TailProgress } from '../../protocol/webview/tail.ts';
import { METRICS_INTERVAL_MS, METRICS_STEADY_MS } from '../limits.ts';
import { ProgressMeter } from '../reading/progressMeter.ts';
import type { TailStatistics } from './statistics.ts';

export interface MetricsReporterOptions {
  readonly clock: Clock;
  readonly statistics: TailStatistics;
  readonly metrics: () => ShardMetrics[];
  /** How far it is to the end, and how long nothing has come. */
  readonly standing: () => { readonly behindMs: number | undefined; readonly emptyReads: number };
}

/**
 * Measures once a second, and tells what is new: where nothing flows, a page that heard the same once
 * a second would draw it as often.
 */
export class MetricsReporter implements Disposable {
  private readonly options: MetricsReporterOptions;
  private readonly store = new DisposableStore();
  private readonly measured = this.store.add(new Emitter<ShardMetrics[]>());
  private readonly progressed = this.store.add(new Emitter<TailProgress | undefined>());
  private readonly meter = new ProgressMeter();
  private told: { readonly metrics: ShardMetrics[]; readonly ms: number } | undefined;
  private lastProgress: TailProgress | undefined;
  private timer: Disposable | undefined;

  /** Once a second while they change or the chart of them moves; once in a while else. */
  readonly onMetrics = this.measured.event;
  /** Once a second while the tail is behind, and once when it no longer is. */
  readonly onProgress = this.progressed.event;

  constructor(options: MetricsReporterOptions) {
    this.options = options;
  }

  get progress(): TailProgress | undefined {
    return this.lastProgress;
  }

  start(): void {
    const { clock, statistics } = this.options;
    statistics.begin(clock.nowMs());
    this.schedule();
  }

  /** The tail reads from another place: how far it was before says nothing. */
  forgetProgress(): void {
    this.meter.reset();
    if (!this.lastProgress) return;
    this.lastProgress = undefined;
    this.progressed.fire(undefined);
  }

  dispose(): void {
    this.timer?.dispose();
    this.store.dispose();
  }

  private schedule(): void {
    const { clock, statistics } = this.options;
    this.timer = clock.schedule(METRICS_INTERVAL_MS, () => {
      statistics.sample(clock.nowMs());
      this.tellMetrics();
      this.measureProgress();
      // Who heard it may have ended it.
      if (!this.store.disposed) this.schedule();
    });
  }

  private tellMetrics(): void {
    const { clock, statistics } = this.options;
    const nowMs = clock.nowMs();
    const metrics = this.options.metrics();
    const { told } = this;
    const isDue = told === undefined || nowMs - told.ms >= METRICS_STEADY_MS;
    if (!isDue && !statistics.isMoving(nowMs) && isDeepStrictEqual(metrics, told.metrics)) return;
    this.told = { metrics, ms: nowMs };
    this.measured.fire(metrics);
  }

  private measureProgress(): void {
    const { clock, statistics, standing } = this.options;
    const before = this.lastProgress;
    const { behindMs, emptyReads } = standing();
    const rates = statistics.history.at(-1);
    const nowMs = clock.nowMs();
    this.lastProgress = this.meter.sample({ ...rates, nowMs, behindMs, emptyReads });
    if (before ?? this.lastProgress) this.progressed.fire(this.lastProgress);
  }
}
