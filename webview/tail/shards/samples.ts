import type { MetricsSample, ShardMetrics } from '../../../src/protocol/webview/tail.ts';
import { limits } from '../../limits.ts';

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

/**
 * Appends and forgets the oldest beyond the bound; times stay in increasing order. What the host did
 * not tell in between was as the newest: without a sample for that the chart would lead up to this one.
 */
export function appendSample(
  samples: readonly MetricsSample[],
  sample: MetricsSample,
  samplesMax: number,
): MetricsSample[] {
  const newest = samples.at(-1);
  if (newest && sample.timeMs <= newest.timeMs) return [...samples.slice(0, -1), sample];
  const added = newest && isAfterSilence(sample, newest) ? [untilThen(newest, sample)] : [];
  return [...samples, ...added, sample].slice(-samplesMax);
}

/** A longer time is that of a machine that slept, of which nothing is known. */
function isAfterSilence(sample: MetricsSample, newest: MetricsSample): boolean {
  const silentMs = sample.timeMs - newest.timeMs;
  return silentMs >= 2 * limits.sampleEveryMs && silentMs <= limits.sampleSilenceMsMax;
}

function untilThen(newest: MetricsSample, { timeMs }: MetricsSample): MetricsSample {
  return { ...newest, timeMs: timeMs - limits.sampleEveryMs };
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
