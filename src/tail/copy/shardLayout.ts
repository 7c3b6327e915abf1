import { evenHashKeyRanges, type HashKeyRange } from '../../formats/hashKey.ts';
import { EVEN_COUNTS_TRIED_MAX } from '../limits.ts';

/** How to make a stream whose open shards have given hash key ranges. */
export interface LayoutPlan {
  /** What to create the stream with, which gives even ranges. */
  readonly shardCount: number;
  /** Where two shards have to become one: the first hash key of the second. These come first. */
  readonly merges: readonly bigint[];
  /** Where one shard has to become two: the first hash key of the second. */
  readonly splits: readonly bigint[];
}

/**
 * The fewest merges and splits that lead from even ranges to these, which have to cover all hash keys
 * without overlap. Merges come first, so that each split is between ranges that will stay, and so is
 * one that the service allows.
 */
export function planLayout(ranges: readonly HashKeyRange[]): LayoutPlan {
  const wanted = new Set(ranges.map(({ start }) => start).filter((start) => start !== 0n));
  let best: LayoutPlan | undefined;
  for (const shardCount of candidates(ranges.length)) {
    const even = evenHashKeyRanges(shardCount)
      .map(({ start }) => start)
      .filter((start) => start !== 0n);
    const merges = even.filter((start) => !wanted.has(start));
    const there = new Set(even);
    const splits = [...wanted].filter((start) => !there.has(start));
    const plan = { shardCount, merges, splits: splits.sort((a, b) => (a < b ? -1 : 1)) };
    if (!best || costOf(plan) < costOf(best)) best = plan;
  }
  return best ?? { shardCount: 1, merges: [], splits: [] };
}

export function costOf({ merges, splits }: LayoutPlan): number {
  return merges.length + splits.length;
}

/** The number itself first, as most streams have even ranges; then the others that may be near. */
function candidates(count: number): number[] {
  const most = Math.min(2 * count, EVEN_COUNTS_TRIED_MAX);
  return [count, ...Array.from({ length: most }, (_, index) => index + 1)].filter((it) => it > 0);
}
