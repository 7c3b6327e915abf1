import type { MetricsSample, ShardMetrics } from '../../../src/protocol/webview/tail.ts';

/** The sums over all shards at one time. */
export function sampleOf(metrics: readonly ShardMetrics[], timeMs: number): MetricsSample {
  let recordsPerSecond = 0;
  let bytesPerSecond = 0;
  for (const shard of metrics) {
    recordsPerSecond += shard.recordsPerSecond;
    bytesPerSecond += shard.bytesPerSecond;
  }
  return { timeMs, recordsPerSecond, bytesPerSecond };
}

/** Appends and forgets the oldest beyond the bound; times stay in increasing order. */
export function appendSample(
  samples: readonly MetricsSample[],
  sample: MetricsSample,
  samplesMax: number,
): MetricsSample[] {
  const newest = samples.at(-1);
  if (newest && sample.timeMs <= newest.timeMs) return [...samples.slice(0, -1), sample];
  return [...samples.slice(Math.max(0, samples.length + 1 - samplesMax)), sample];
}

/** The larger of the two shares of what one shard takes, from 0 to 1 and beyond. */
export function quotaShare(
  rate: { readonly recordsPerSecond: number; readonly bytesPerSecond: number },
  quota: { readonly recordsPerSecond: number; readonly bytesPerSecond: number },
): number {
  return Math.max(
    rate.recordsPerSecond / quota.recordsPerSecond,
    rate.bytesPerSecond / quota.bytesPerSecond,
  );
}
