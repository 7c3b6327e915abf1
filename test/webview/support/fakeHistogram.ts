import type { Histogram, HistogramSplit } from '../../../src/protocol/webview/histogram.ts';
import { HISTOGRAM_BUCKETS_MAX } from '../../../src/tail/limits.ts';

interface Timed {
  readonly arrivalMs: number;
  readonly shardId: string;
}

/** In buckets of a tenth of a second or ten times that, and so on, and with shards as groups. */
export function histogramOf(
  { all, shown }: { all: readonly Timed[]; shown: readonly Timed[] },
  split: HistogramSplit,
): Histogram | undefined {
  const [first] = all;
  const last = all.at(-1);
  if (!first || !last) return undefined;
  let stepMs = 100;
  while ((last.arrivalMs - first.arrivalMs) / stepMs >= HISTOGRAM_BUCKETS_MAX - 1) stepMs *= 10;
  const fromMs = Math.floor(first.arrivalMs / stepMs) * stepMs;
  const count = Math.floor((last.arrivalMs - fromMs) / stepMs) + 1;
  const countsOf = (records: readonly Timed[]): number[] => {
    const counts = new Array<number>(count).fill(0);
    for (const { arrivalMs } of records) {
      const bucket = Math.floor((arrivalMs - fromMs) / stepMs);
      counts[bucket] = (counts[bucket] ?? 0) + 1;
    }
    return counts;
  };
  const names = split.by === 'shard' ? [...new Set(shown.map(({ shardId }) => shardId))] : [];
  const groups = names.map((name) => ({
    name,
    counts: countsOf(shown.filter(({ shardId }) => shardId === name)),
  }));
  const total = countsOf(all);
  return { fromMs, stepMs, total, shown: shown === all ? total : countsOf(shown), groups };
}
