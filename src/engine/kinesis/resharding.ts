import { evenHashKeyRanges, HASH_KEY_MAX, type HashKeyRange } from '../../formats/hashKey.ts';

/** What changes in the shards of a stream; kept as JSON while the stream is UPDATING. */
export type Reshard =
  | { readonly kind: 'split'; readonly shardIndex: number; readonly startingHashKey: string }
  | { readonly kind: 'merge'; readonly shardIndex: number; readonly adjacentIndex: number }
  | { readonly kind: 'scale'; readonly shardCount: number };

export interface OpenShard {
  readonly index: number;
  readonly range: HashKeyRange;
}

export interface PlannedShard extends OpenShard {
  readonly parentIndex: number;
  readonly adjacentParentIndex?: number;
}

export interface ReshardPlan {
  /** New shards in the order of their indexes, those that are closed at once included. */
  readonly created: readonly PlannedShard[];
  /** Indexes of shards, old and new, that the plan closes. */
  readonly closed: ReadonlySet<number>;
}

/**
 * A hash key boundary this close to an existing one, as a share of a target shard's width, counts as
 * that one: rounding would otherwise make shards of a single hash key.
 */
const SNAP_PARTS = 1024n;

/**
 * Splits and merges that lead from the open shards to what is asked for. Like the service's uniform
 * scaling, scaling to a count that is not a multiple goes through short-lived shards.
 */
export function planReshard(
  open: readonly OpenShard[],
  nextIndex: number,
  reshard: Reshard,
): ReshardPlan {
  const plan = new Plan(nextIndex);
  const byIndex = (index: number): OpenShard => {
    const shard = open.find((candidate) => candidate.index === index);
    if (shard === undefined) throw new Error(`Shard ${String(index)} is not open`);
    return shard;
  };
  switch (reshard.kind) {
    case 'split':
      plan.split(byIndex(reshard.shardIndex), [BigInt(reshard.startingHashKey)]);
      return plan;
    case 'merge':
      plan.merge([byIndex(reshard.shardIndex), byIndex(reshard.adjacentIndex)]);
      return plan;
    case 'scale':
      scale(plan, open, reshard.shardCount);
      return plan;
  }
}

class Plan implements ReshardPlan {
  readonly created: PlannedShard[] = [];
  readonly closed = new Set<number>();
  private readonly nextIndex: number;

  constructor(nextIndex: number) {
    this.nextIndex = nextIndex;
  }

  /** Splits at each of the hash keys, which ascend within the range; gives the parts in order. */
  split(shard: OpenShard, startingHashKeys: readonly bigint[]): OpenShard[] {
    const middle = startingHashKeys.length >>> 1;
    const boundary = startingHashKeys[middle];
    if (boundary === undefined) return [shard];
    this.closed.add(shard.index);
    const { start, end } = shard.range;
    const parentIndex = shard.index;
    const low = this.create({ range: { start, end: boundary - 1n }, parentIndex });
    const high = this.create({ range: { start: boundary, end }, parentIndex });
    return [
      ...this.split(low, startingHashKeys.slice(0, middle)),
      ...this.split(high, startingHashKeys.slice(middle + 1)),
    ];
  }

  /** Merges neighbours, in order, into one. */
  merge(shards: readonly OpenShard[]): void {
    shards.reduce((low, high) => {
      this.closed.add(low.index).add(high.index);
      return this.create({
        range: { start: low.range.start, end: high.range.end },
        parentIndex: low.index,
        adjacentParentIndex: high.index,
      });
    });
  }

  private create(shard: Omit<PlannedShard, 'index'>): PlannedShard {
    const created = { ...shard, index: this.nextIndex + this.created.length };
    this.created.push(created);
    return created;
  }
}

function scale(plan: Plan, open: readonly OpenShard[], shardCount: number): void {
  const sorted = [...open].sort((a, b) => (a.range.start < b.range.start ? -1 : 1));
  const boundaries = targetBoundaries(sorted, shardCount);
  let next = 0;
  const parts = sorted.flatMap((shard) => {
    const inside: bigint[] = [];
    for (; (boundaries[next] ?? HASH_KEY_MAX + 1n) <= shard.range.end; next += 1) {
      const boundary = boundaries[next] ?? 0n;
      if (boundary > shard.range.start) inside.push(boundary);
    }
    return plan.split(shard, inside);
  });
  let first = 0;
  for (let target = 0; target < shardCount; target += 1) {
    const end = boundaries[target + 1] ?? HASH_KEY_MAX + 1n;
    let last = first;
    while ((parts[last]?.range.end ?? end) < end - 1n) last += 1;
    plan.merge(parts.slice(first, last + 1));
    first = last + 1;
  }
}

/** Where each target shard starts: evenly, but on an existing boundary where one is near. */
function targetBoundaries(sorted: readonly OpenShard[], shardCount: number): bigint[] {
  const nearness = (HASH_KEY_MAX + 1n) / BigInt(shardCount) / SNAP_PARTS;
  let near = 0;
  return evenHashKeyRanges(shardCount).map(({ start }) => {
    while ((sorted[near]?.range.start ?? start) < start - nearness) near += 1;
    const existing = sorted[near]?.range.start ?? start;
    return existing <= start + nearness ? existing : start;
  });
}
