import type { Lineage, LineageShard } from '../../../src/protocol/webview/lineage.ts';

/** Where a shard lies in the picture, in pixels: time goes to the right, hash keys downwards. */
export interface Band {
  readonly shard: LineageShard;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** The part that was read, within the band. */
  readonly readX: number;
  readonly readWidth: number;
}

const WIDTH_MIN_PX = 3;
const HEIGHT_MIN_PX = 2;

/**
 * The life of each shard as a band, parents left of their children. Shards of which neither hash keys
 * nor times are known are left out; the table has them.
 */
export function layOut(
  { shards, nowMs }: Lineage,
  size: { readonly width: number; readonly height: number },
): Band[] {
  const known = shards.filter(({ hashFrom, createdMs }) => hashFrom !== undefined && createdMs);
  const xOf = timeScale(
    known.flatMap(({ createdMs = 0, closedMs }) => [createdMs, closedMs ?? nowMs]),
    size.width,
  );
  return known.map((shard) => {
    const { createdMs = 0, closedMs = nowMs, hashFrom = 0, hashTo = 1 } = shard;
    const { readFromMs = createdMs, readToMs = createdMs } = shard;
    const x = Math.min(xOf(createdMs), size.width - WIDTH_MIN_PX);
    const width = Math.max(WIDTH_MIN_PX, xOf(closedMs) - x);
    const inside = (timeMs: number): number => clamp(xOf(timeMs), x, x + width);
    const readX = inside(readFromMs);
    return {
      shard,
      x,
      y: hashFrom * size.height,
      width,
      height: Math.max(HEIGHT_MIN_PX, (hashTo - hashFrom) * size.height),
      readX,
      // Read to its end is read to the right edge, however short the shard lived.
      readWidth: (shard.state === 'ended' ? x + width : inside(readToMs)) - readX,
    };
  });
}

/**
 * Half by time and half by order: a storm of reshards within a second stays visible beside a shard
 * that lived for days.
 */
export function timeScale(timesMs: readonly number[], width: number): (timeMs: number) => number {
  const times = [...new Set(timesMs)].sort((a, b) => a - b);
  const [first = 0] = times;
  const last = times.at(-1) ?? first;
  if (last === first) return (timeMs) => (timeMs < first ? 0 : width);
  const steps = times.length - 1;
  return (timeMs) => {
    const time = clamp(timeMs, first, last);
    const after = times.findIndex((known) => known >= time);
    const [from = first, to = first] = [times[after - 1], times[after]];
    const order = after === 0 ? 0 : after - 1 + (time - from) / (to - from);
    return (((time - first) / (last - first) + order / steps) / 2) * width;
  };
}

/** How much of its life so far was read, from 0 to 1; undefined when that cannot be known. */
export function readShare(shard: LineageShard, nowMs: number): number | undefined {
  const { createdMs, closedMs = nowMs, readFromMs, readToMs, state } = shard;
  if (state === 'notChosen' || state === 'expired') return 0;
  if (readFromMs === undefined || readToMs === undefined) return state === 'ended' ? 1 : 0;
  if (createdMs === undefined) return undefined;
  const from = Math.max(createdMs, readFromMs);
  if (state === 'ended' && from <= createdMs) return 1;
  const life = closedMs - createdMs;
  return life <= 0 ? 1 : clamp((Math.min(readToMs, closedMs) - from) / life, 0, 1);
}

/** Where an arrow key leads from a band; undefined when there is nothing that way. */
export function moveBand(
  key: string,
  from: LineageShard,
  shards: readonly LineageShard[],
): LineageShard | undefined {
  switch (key) {
    case 'ArrowLeft':
      return shards.find(({ shardId }) => from.parentShardIds.includes(shardId));
    case 'ArrowRight':
      return shards.find(({ parentShardIds }) => parentShardIds.includes(from.shardId));
    case 'ArrowUp':
      return nearest(shards, from, -1);
    case 'ArrowDown':
      return nearest(shards, from, 1);
    default:
      return undefined;
  }
}

/** The next shard by hash key that lived at the same time. */
function nearest(
  shards: readonly LineageShard[],
  from: LineageShard,
  direction: 1 | -1,
): LineageShard | undefined {
  let best: LineageShard | undefined;
  let bestGap = Number.POSITIVE_INFINITY;
  for (const shard of shards) {
    const gap = ((shard.hashFrom ?? 0) - (from.hashFrom ?? 0)) * direction;
    if (gap <= 0 || gap >= bestGap || !livedTogether(shard, from)) continue;
    best = shard;
    bestGap = gap;
  }
  return best;
}

function livedTogether(one: LineageShard, two: LineageShard): boolean {
  const { createdMs: from = 0, closedMs: to = Number.POSITIVE_INFINITY } = one;
  const { createdMs: start = 0, closedMs: end = Number.POSITIVE_INFINITY } = two;
  return from <= end && start <= to;
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
