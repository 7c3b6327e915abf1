import { formatShardId } from '../../../src/formats/shardId.ts';
import type { Lineage, LineageShard } from '../../../src/protocol/webview/lineage.ts';

const MINUTE_MS = 60_000;

/**
 * Shard 0 was split into 1 and 3 after ten minutes; 2 has the upper half of the hash keys all along,
 * and is not part of the tail.
 */
export function lineageOf(startMs: number): Lineage {
  const splitMs = startMs + 10 * MINUTE_MS;
  const nowMs = startMs + 20 * MINUTE_MS;
  const parentShardIds = [formatShardId(0)];
  const child = { parentShardIds, createdMs: splitMs, recordsRead: 6_789, bytesRead: 1_400_000 };
  const read = { readFromMs: splitMs, readToMs: splitMs + 6 * MINUTE_MS };
  const shards = [
    shard(3, { ...child, ...read, hashFrom: 0.25, hashTo: 0.5 }),
    shard(1, { ...child, ...read, readToMs: nowMs, hashFrom: 0, hashTo: 0.25 }),
    shard(2, { createdMs: startMs, hashFrom: 0.5, hashTo: 1, state: 'notChosen' }),
    shard(0, {
      createdMs: startMs,
      closedMs: splitMs,
      hashFrom: 0,
      hashTo: 0.5,
      state: 'ended',
      recordsRead: 12_345,
      bytesRead: 2_600_000,
      readFromMs: startMs,
      readToMs: splitMs,
    }),
  ];
  return { shards, left: 0, nowMs };
}

function shard(index: number, more: Partial<LineageShard>): LineageShard {
  return {
    shardId: formatShardId(index),
    parentShardIds: [],
    hashFrom: undefined,
    hashTo: undefined,
    createdMs: undefined,
    closedMs: undefined,
    state: 'reading',
    recordsRead: 0,
    bytesRead: 0,
    readFromMs: undefined,
    readToMs: undefined,
    ...more,
  };
}
