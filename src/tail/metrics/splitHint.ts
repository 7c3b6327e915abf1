import type { SplitHint } from '../../protocol/webview/metrics.ts';
import { HOT_SHARD_SHARE, SPLIT_SIDE_SHARE_MAX } from '../limits.ts';

export interface KeyLoad {
  readonly partitionKey: string;
  readonly hashKey: bigint;
  /** Of what the shard takes, from 0 to 1. */
  readonly share: number;
  /** The key may not be seen, nor its hash, which would tell it to who tries all keys. */
  readonly isHidden?: boolean;
}

export interface ShardLoad {
  /** Of the shard's limit of records or bytes, whichever is nearer. */
  readonly limitShare: number;
  readonly startingHashKey: bigint;
  readonly endingHashKey: bigint;
  /** The hottest keys; the rest is taken to be spread evenly over the shard's hash keys. */
  readonly keys: readonly KeyLoad[];
}

/** Points to try between the hot keys. */
const EVEN_POINTS = 64n;

/**
 * For a shard that is near its limits: where a split would divide its load best, or the one key
 * that no split can divide. Undefined while the shard has room, cannot be split, or takes records
 * by hash keys that are not those of their keys.
 */
export function splitHintOf(load: ShardLoad): SplitHint | undefined {
  const { startingHashKey: start, endingHashKey: end } = load;
  if (load.limitShare < HOT_SHARD_SHARE) return undefined;
  const keys = load.keys.filter(({ hashKey }) => hashKey >= start && hashKey <= end);
  // A key of another shard came with an explicit hash key, and nobody tells which.
  const unplaced = load.keys.reduce((sum, key) => (keys.includes(key) ? sum : sum + key.share), 0);
  if (unplaced > 1 - SPLIT_SIDE_SHARE_MAX) return undefined;
  const [hottest] = [...keys].sort((a, b) => b.share - a.share);
  const placed = { ...load, keys };
  const best = bestPoint(placed);
  if (best !== undefined && best.largerShare <= SPLIT_SIDE_SHARE_MAX) {
    const lowerShare = lowerShareAt(best.point, placed);
    return { kind: 'split', newStartingHashKey: best.point.toString(), lowerShare };
  }
  if (!hottest || end <= start) return undefined;
  // It may be that only a point beside a key that is hidden would do.
  if (hottest.isHidden === true && hottest.share <= SPLIT_SIDE_SHARE_MAX) return undefined;
  return { kind: 'oneKey', partitionKey: hottest.partitionKey, share: hottest.share };
}

function bestPoint(load: ShardLoad): { point: bigint; largerShare: number } | undefined {
  let best: { point: bigint; largerShare: number } | undefined;
  for (const point of pointsOf(load)) {
    const lower = lowerShareAt(point, load);
    const largerShare = Math.max(lower, 1 - lower);
    if (!best || largerShare < best.largerShare) best = { point, largerShare };
  }
  return best;
}

/** Starting hash keys for the upper half: the middle first, which wins where others are no better. */
function pointsOf({ startingHashKey: start, endingHashKey: end, keys }: ShardLoad): bigint[] {
  const width = end - start + 1n;
  const even = Array.from({ length: Number(EVEN_POINTS) - 1 }, (_, index) => {
    return start + (width * (BigInt(index) + 1n)) / EVEN_POINTS;
  });
  const besideKeys = keys.flatMap(({ hashKey, isHidden = false }) =>
    isHidden ? [] : [hashKey, hashKey + 1n],
  );
  // A split needs a hash key inside the range, above its first.
  return [start + width / 2n, ...even, ...besideKeys].filter((p) => p > start && p <= end);
}

function lowerShareAt(point: bigint, load: ShardLoad): number {
  const { startingHashKey: start, endingHashKey: end, keys } = load;
  let known = 0;
  let lower = 0;
  for (const { hashKey, share } of keys) {
    known += share;
    if (hashKey < point) lower += share;
  }
  const part = Number(((point - start) * 1_000_000n) / (end - start + 1n)) / 1_000_000;
  return lower + Math.max(0, 1 - known) * part;
}
