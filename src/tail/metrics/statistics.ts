import type { MetricsSample, ShardMetrics } from '../../protocol/webview/tail.ts';
import { HISTORY_SAMPLES_MAX, METRICS_INTERVAL_MS, RATE_SAMPLES } from '../limits.ts';
import type { ReadsSpent } from '../reading/readBudget.ts';
import type { TailReads } from '../reading/readScheduler.ts';

type ShardState = ShardMetrics['state'];

interface RateSample {
  readonly records: number;
  readonly bytes: number;
  readonly durationMs: number;
}

/**
 * Rates of one shard: what was read in the last five samples, of about a second each, divided by
 * the time that they took. They tell how fast we read, which is how fast producers write once the
 * end of the shard is reached.
 */
class ShardStatistics {
  state: ShardState = 'waiting';
  mode: ShardMetrics['mode'] = 'polling';
  millisBehindLatest: number | undefined;
  /** When it was that far behind. */
  answeredMs: number | undefined;
  recordsRead = 0;
  throttles = 0;
  private bytesRead = 0;
  private sampled = { records: 0, bytes: 0 };
  private readonly samples: RateSample[] = [];

  count(records: number, bytes: number): void {
    this.recordsRead += records;
    this.bytesRead += bytes;
  }

  sample(durationMs: number): void {
    this.samples.push({
      records: this.recordsRead - this.sampled.records,
      bytes: this.bytesRead - this.sampled.bytes,
      durationMs,
    });
    this.sampled = { records: this.recordsRead, bytes: this.bytesRead };
    if (this.samples.length > RATE_SAMPLES) this.samples.shift();
  }

  metrics(shardId: string, spent: ReadsSpent): Omit<ShardMetrics, keyof ShardContext> {
    const total = { records: 0, bytes: 0, durationMs: 0 };
    for (const sample of this.samples) {
      total.records += sample.records;
      total.bytes += sample.bytes;
      total.durationMs += sample.durationMs;
    }
    const seconds = total.durationMs / 1_000;
    return {
      shardId,
      recordsPerSecond: seconds > 0 ? total.records / seconds : 0,
      bytesPerSecond: seconds > 0 ? total.bytes / seconds : 0,
      millisBehindLatest: this.millisBehindLatest,
      recordsRead: this.recordsRead,
      throttles: this.throttles,
      state: this.state,
      mode: this.mode,
      ...spent,
    };
  }
}

/** What is known of a shard beside what was read of it. */
export type ShardContext = Pick<ShardMetrics, 'written' | 'hashKeyShare'>;

/** Counts what is read, shard by shard, and keeps the sums of the last five minutes. */
export class TailStatistics {
  private readonly shards = new Map<string, ShardStatistics>();
  private readonly samples: MetricsSample[] = [];
  private readonly reads: Pick<TailReads, 'spentOf'>;
  private sampledMs = 0;
  /** When the sums were last other ones than a sample before. */
  private changedMs = Number.NEGATIVE_INFINITY;

  /** `reads` knows what of a shard's reads is spent, also by other tails. */
  constructor(reads: Pick<TailReads, 'spentOf'>) {
    this.reads = reads;
  }

  get metrics(): Omit<ShardMetrics, keyof ShardContext>[] {
    return [...this.shards].map(([shardId, shard]) =>
      shard.metrics(shardId, this.reads.spentOf(shardId)),
    );
  }

  get history(): MetricsSample[] {
    return [...this.samples];
  }

  /** From now on time counts. */
  begin(nowMs: number): void {
    this.sampledMs = nowMs;
  }

  setState(shardId: string, state: ShardState): void {
    this.shard(shardId).state = state;
  }

  setMode(shardId: string, mode: ShardMetrics['mode']): void {
    this.shard(shardId).mode = mode;
  }

  /** `bytes` are payload bytes. */
  countRead(shardId: string, read: { records: number; bytes: number }): void {
    this.shard(shardId).count(read.records, read.bytes);
  }

  setBehind(shardId: string, millisBehindLatest: number | undefined, nowMs: number): void {
    const shard = this.shard(shardId);
    shard.millisBehindLatest = millisBehindLatest;
    shard.answeredMs = nowMs;
  }

  /**
   * Where its reader stands in time, since nothing is known of what it has not read; undefined when
   * it reads no more. A poll tells of the time until its answer, a push of all time until now.
   */
  standsAtMs(shardId: string, nowMs: number): number | undefined {
    const shard = this.shards.get(shardId);
    if (shard?.state === 'ended' || shard?.state === 'failed') return undefined;
    const { mode, answeredMs = nowMs, millisBehindLatest = 0 } = shard ?? {};
    return (mode === 'polling' ? answeredMs : nowMs) - millisBehindLatest;
  }

  countThrottle(shardId: string): void {
    this.shard(shardId).throttles++;
  }

  /** Ends one sample; to be called about once a second. */
  sample(nowMs: number): void {
    const durationMs = Math.max(1, nowMs - this.sampledMs);
    this.sampledMs = nowMs;
    for (const shard of this.shards.values()) shard.sample(durationMs);
    const sum = { timeMs: nowMs, recordsPerSecond: 0, bytesPerSecond: 0 };
    for (const metrics of this.metrics) {
      sum.recordsPerSecond += metrics.recordsPerSecond;
      sum.bytesPerSecond += metrics.bytesPerSecond;
    }
    const before = this.samples.at(-1);
    const isSame =
      before?.recordsPerSecond === sum.recordsPerSecond &&
      before.bytesPerSecond === sum.bytesPerSecond;
    if (before && !isSame) this.changedMs = nowMs;
    this.samples.push(sum);
    if (this.samples.length > HISTORY_SAMPLES_MAX) this.samples.shift();
  }

  /** Whether the history would be drawn as more than a straight line. */
  isMoving(nowMs: number): boolean {
    return nowMs - this.changedMs < HISTORY_SAMPLES_MAX * METRICS_INTERVAL_MS;
  }

  /** Forgets the shards; the history stays, since it is of the same stream. */
  forgetShards(): void {
    this.shards.clear();
  }

  private shard(shardId: string): ShardStatistics {
    let shard = this.shards.get(shardId);
    if (!shard) {
      shard = new ShardStatistics();
      this.shards.set(shardId, shard);
    }
    return shard;
  }
}
