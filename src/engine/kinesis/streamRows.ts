import type { Store } from '../store/store.ts';
import type { ShardRow } from '../store/streamTable.ts';
import { shardLimits } from './shardLimits.ts';
import { keptShards, makeShard, type Shard, type ShardDetails, type Stream } from './state.ts';

/** Keeps a new stream and its shards. Only inside a write job. */
export function insertStreamRows(store: Store, stream: Stream, ownAccount: string): void {
  store.streams.insertStream({
    id: stream.id,
    // The engine's own account may be given another number later.
    account: stream.account === ownAccount ? null : stream.account,
    region: stream.region,
    name: stream.name,
    details: JSON.stringify(stream.details),
  });
  for (const shard of keptShards(stream)) insertShardRow(store, stream, shard);
}

/** Keeps a new shard of a stream. Only inside a write job. */
export function insertShardRow(store: Store, stream: Stream, shard: Shard): void {
  store.streams.insertShard({
    shardKey: shard.key,
    streamId: stream.id,
    shardIndex: shard.index,
    trimPosition: shard.trimPosition,
    nextPosition: shard.nextPosition,
    lastArrivedMs: shard.lastArrivedMs,
    details: JSON.stringify(shard.details),
  });
}

/** A shard as it was kept; its last record may have come after its row. */
export function shardOf(
  row: ShardRow,
  last: { readonly position: number; readonly arrivedMs: number } | undefined,
): Shard {
  return makeShard({
    key: row.shardKey,
    index: row.shardIndex,
    details: JSON.parse(row.details) as ShardDetails,
    trimPosition: row.trimPosition,
    nextPosition: Math.max(row.nextPosition, (last?.position ?? 0) + 1),
    lastArrivedMs: Math.max(row.lastArrivedMs, last?.arrivedMs ?? 0),
    limits: shardLimits(),
  });
}
