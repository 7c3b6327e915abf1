import type { Histogram, HistogramSplit } from '../../../src/protocol/webview/histogram.ts';
import type { TailRow } from '../../../src/protocol/webview/tail.ts';

interface Timed {
  readonly row: TailRow;
}

/** In buckets of a tenth of a second, and with shards as groups. */
export function histogramOf(
  { all, shown }: { all: readonly Timed[]; shown: readonly Timed[] },
  split: HistogramSplit,
): Histogram | undefined {
  const [first] = all;
  const last = all.at(-1);
  if (!first || !last) return undefined;
  const stepMs = 100;
  const fromMs = Math.floor(first.row.arrivalMs / stepMs) * stepMs;
  const count = Math.floor((last.row.arrivalMs - fromMs) / stepMs) + 1;
  const countsOf = (records: readonly Timed[]): number[] => {
    const counts = new Array<number>(count).fill(0);
    for (const { row } of records) {
      const bucket = Math.floor((row.arrivalMs - fromMs) / stepMs);
      counts[bucket] = (counts[bucket] ?? 0) + 1;
    }
    return counts;
  };
  const names = split.by === 'shard' ? [...new Set(shown.map(({ row }) => row.shardId))] : [];
  const groups = names.map((name) => ({
    name,
    counts: countsOf(shown.filter(({ row }) => row.shardId === name)),
  }));
  return { fromMs, stepMs, total: countsOf(all), shown: countsOf(shown), groups };
}
