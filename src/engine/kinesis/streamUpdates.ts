import { ENCRYPTION_CHANGES_MAX } from '../limits.ts';
import { type PlannedShard, planReshard, type Reshard, type ReshardPlan } from './resharding.ts';
import {
  type EncryptionChange,
  hashKeyRangeOf,
  keptShards,
  routesOf,
  type Shard,
  type ShardDetails,
  type Stream,
  type StreamChange,
  type StreamDetails,
} from './state.ts';

const HOUR_MS = 3_600_000;

/** What an UPDATING stream's details are when its change comes into effect. */
export function activeDetails(options: {
  before: Omit<StreamDetails, 'pending'>;
  change: StreamChange;
  nowMs: number;
}): StreamDetails {
  const { before, change, nowMs } = options;
  const after: StreamDetails = { ...before, ...change.details, status: 'ACTIVE' };
  const typeBefore = before.encryption?.type ?? 'NONE';
  const type = after.encryption?.type ?? 'NONE';
  if (type === typeBefore) return after;
  const horizonMs = nowMs - before.retentionHours * HOUR_MS;
  const changes = currentChanges(before.encryptionChanges ?? [], horizonMs);
  return {
    ...after,
    encryptionChanges: [...changes, { fromMs: nowMs, type }].slice(-ENCRYPTION_CHANGES_MAX),
  };
}

/** Those after the horizon, and the last before it, which is in effect there. */
function currentChanges(
  changes: readonly EncryptionChange[],
  horizonMs: number,
): readonly EncryptionChange[] {
  const last = changes.findLastIndex((change) => change.fromMs <= horizonMs);
  return changes.slice(Math.max(0, last));
}

/** A reshard that is worked out but not yet in effect. */
export interface PreparedReshard {
  readonly created: readonly Shard[];
  /** Existing shards that end with it. */
  readonly closing: readonly Shard[];
  /** Closes them as they are at this moment, within the transaction that keeps it. */
  close(): void;
  /** Takes `close` back. */
  reopen(): void;
  /** Changes the stream in memory: from now on records go to the new shards. */
  apply(): void;
}

export function planStreamReshard(stream: Stream, reshard: Reshard): ReshardPlan {
  const open = stream.routes.map((shard) => ({
    index: shard.index,
    range: hashKeyRangeOf(shard.details),
  }));
  return planReshard(open, stream.shards.length, reshard);
}

/** How many shards the stream will have open. */
export function openShardsAfter(stream: Stream, reshard: Reshard): number {
  switch (reshard.kind) {
    case 'split':
      return stream.routes.length + 1;
    case 'merge':
      return stream.routes.length - 1;
    case 'scale':
      return reshard.shardCount;
  }
}

export function reshardStream(
  stream: Stream,
  { reshard, nowMs }: { reshard: Reshard; nowMs: number },
  makeShard: (index: number, details: ShardDetails) => Shard,
): PreparedReshard {
  const plan = planStreamReshard(stream, reshard);
  const created: Shard[] = [];
  const find = (index: number | undefined): Shard | undefined =>
    index === undefined
      ? undefined
      : (stream.shards[index] ?? created[index - stream.shards.length]);
  for (const planned of plan.created) {
    const parents = [find(planned.parentIndex), find(planned.adjacentParentIndex)];
    const details = detailsOf(planned, parents, nowMs);
    const closedMs = plan.closed.has(planned.index) ? { closedMs: nowMs } : {};
    created.push(makeShard(planned.index, { ...details, ...closedMs }));
  }
  const closing = stream.routes.filter((shard) => plan.closed.has(shard.index));
  return {
    created,
    closing,
    close() {
      for (const shard of closing) shard.details = { ...shard.details, closedMs: nowMs };
    },
    reopen() {
      for (const shard of closing) shard.details = opened(shard.details);
    },
    apply() {
      stream.shards.push(...created);
      stream.routes = routesOf(keptShards(stream));
    },
  };
}

function opened({ closedMs: _, ...details }: ShardDetails): ShardDetails {
  return details;
}

function detailsOf(
  planned: PlannedShard,
  parents: readonly (Shard | undefined)[],
  nowMs: number,
): ShardDetails {
  const { range, parentIndex, adjacentParentIndex } = planned;
  const parentSeconds = parents.map((parent) => parent?.details.createdSeconds ?? 0);
  return {
    // Later than the parents' at any rate, so that a key's sequence numbers ascend across a reshard.
    createdSeconds: Math.max(Math.floor(nowMs / 1000), ...parentSeconds.map((at) => at + 1)),
    createdMs: nowMs,
    startingHashKey: range.start.toString(),
    endingHashKey: range.end.toString(),
    parentIndex,
    ...(adjacentParentIndex === undefined ? {} : { adjacentParentIndex }),
  };
}
