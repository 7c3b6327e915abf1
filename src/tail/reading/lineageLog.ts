import { hashKeyPosition } from '../../formats/hashKey.ts';
import type { StartPosition } from '../../formats/position.ts';
import { decodeSequenceNumber } from '../../formats/sequenceNumber.ts';
import type { Lineage, LineageShard, LineageState } from '../../protocol/webview/lineage.ts';
import { LINEAGE_AT_END_MS, LINEAGE_SHARDS_MAX } from '../limits.ts';
import type { SourceRecord, SourceShard } from '../source.ts';

interface Entry {
  shard: SourceShard;
  state: LineageState;
  start: StartPosition | undefined;
  recordsRead: number;
  bytesRead: number;
  readFromMs: number | undefined;
  readToMs: number | undefined;
  millisBehindLatest: number | undefined;
}

/** What a run knows of each shard: where it comes from, and how much of it was read. */
export class LineageLog {
  private readonly entries = new Map<string, Entry>();

  /** Keeps the shards that it knew, though the stream may list them no longer. */
  listed(shards: readonly SourceShard[]): void {
    for (const shard of shards) {
      const entry = this.entries.get(shard.shardId);
      if (entry) entry.shard = shard;
      else this.entries.set(shard.shardId, newEntry(shard));
    }
  }

  chosen(shard: SourceShard, start: StartPosition): void {
    const entry = this.entries.get(shard.shardId) ?? newEntry(shard);
    this.entries.set(shard.shardId, entry);
    entry.state = 'waiting';
    entry.start = start;
  }

  setState(shardId: string, state: LineageState): void {
    const entry = this.entries.get(shardId);
    if (entry) entry.state = state;
  }

  positioned(shardId: string, nowMs: number): void {
    const entry = this.entries.get(shardId);
    if (entry) entry.readFromMs ??= beginningOf(entry, nowMs);
  }

  answered(shardId: string, millisBehindLatest: number | undefined, nowMs: number): void {
    const entry = this.entries.get(shardId);
    if (!entry) return;
    entry.millisBehindLatest = millisBehindLatest;
    if (millisBehindLatest !== undefined) this.reach(entry, nowMs - millisBehindLatest);
  }

  took(shardId: string, records: readonly SourceRecord[]): void {
    const entry = this.entries.get(shardId);
    const newest = records.at(-1);
    if (!entry || !newest) return;
    entry.recordsRead += records.length;
    for (const { data } of records) entry.bytesRead += data.length;
    entry.readFromMs ??= records[0]?.arrivalMs;
    this.reach(entry, newest.arrivalMs);
  }

  ended(shardId: string, isExpired: boolean): void {
    const entry = this.entries.get(shardId);
    if (!entry) return;
    entry.state = isExpired ? 'expired' : 'ended';
    const closedMs = timeOf(entry.shard.endingSequenceNumber);
    if (!isExpired && closedMs !== undefined) this.reach(entry, closedMs);
  }

  /**
   * How far the shard that is furthest behind is behind; undefined before the first answer. A shard
   * that waits for its parents is behind by its whole life.
   */
  behindMs(nowMs: number): number | undefined {
    let most: number | undefined;
    for (const entry of this.entries.values()) {
      const behindMs = behindOf(entry, nowMs);
      if (behindMs !== undefined) most = Math.max(most ?? 0, behindMs);
    }
    return most;
  }

  /** The shards that are or were to be read, oldest first. */
  get chosenShardIds(): readonly string[] {
    return [...this.entries]
      .filter(([, { state }]) => state !== 'notChosen')
      .map(([shardId]) => shardId);
  }

  snapshot(nowMs: number): Lineage {
    const all = [...this.entries.values()].map((entry) => describe(entry, nowMs));
    const shards = all
      .sort((a, b) => Number(isLeftOut(a)) - Number(isLeftOut(b)) || compareAge(a, b))
      .slice(0, LINEAGE_SHARDS_MAX);
    return { shards, left: all.length - shards.length, nowMs };
  }

  private reach(entry: Entry, timeMs: number): void {
    entry.readToMs = Math.max(entry.readToMs ?? timeMs, timeMs);
  }
}

function newEntry(shard: SourceShard): Entry {
  return {
    shard,
    state: 'notChosen',
    start: undefined,
    recordsRead: 0,
    bytesRead: 0,
    readFromMs: undefined,
    readToMs: undefined,
    millisBehindLatest: undefined,
  };
}

function behindOf(entry: Entry, nowMs: number): number | undefined {
  const { state, start, shard, millisBehindLatest } = entry;
  if (state !== 'waiting' && state !== 'reading') return undefined;
  if (millisBehindLatest !== undefined) return millisBehindLatest;
  const createdMs = timeOf(shard.startingSequenceNumber, 'created');
  const isAfterParents = state === 'waiting' && start?.type === 'TRIM_HORIZON';
  if (!isAfterParents || createdMs === undefined || shard.parentShardIds.length === 0) {
    return undefined;
  }
  return Math.max(0, nowMs - createdMs);
}

/** The time that reading begins at; unknown for some positions until the first record tells. */
function beginningOf({ start, shard }: Entry, nowMs: number): number | undefined {
  switch (start?.type) {
    case 'LATEST':
      return nowMs;
    case 'TRIM_HORIZON':
      return timeOf(shard.startingSequenceNumber, 'created');
    case 'AT_TIMESTAMP':
      return Math.max(
        start.timestampMs,
        timeOf(shard.startingSequenceNumber, 'created') ?? start.timestampMs,
      );
    case 'AT_SEQUENCE_NUMBER':
    case 'AFTER_SEQUENCE_NUMBER':
      return timeOf(start.sequenceNumber);
    case undefined:
      return undefined;
  }
}

function describe(entry: Entry, nowMs: number): LineageShard {
  const { shard, state, recordsRead, bytesRead, readFromMs } = entry;
  const readToMs = readTo(entry, nowMs);
  const { startingHashKey, endingHashKey } = shard;
  const hasRead = readFromMs !== undefined && readToMs !== undefined && readToMs >= readFromMs;
  return {
    shardId: shard.shardId,
    parentShardIds: shard.parentShardIds,
    hashFrom: startingHashKey === undefined ? undefined : hashKeyPosition(BigInt(startingHashKey)),
    // Ranges are inclusive: the next one begins right after.
    hashTo: endingHashKey === undefined ? undefined : hashKeyPosition(BigInt(endingHashKey) + 1n),
    createdMs: timeOf(shard.startingSequenceNumber, 'created'),
    closedMs: timeOf(shard.endingSequenceNumber),
    state,
    recordsRead,
    bytesRead,
    readFromMs: hasRead ? readFromMs : undefined,
    readToMs: hasRead ? readToMs : undefined,
  };
}

/** At the end of its shard, what is read grows with time and not with answers only. */
function readTo({ state, millisBehindLatest, readToMs }: Entry, nowMs: number): number | undefined {
  if (state !== 'reading' || millisBehindLatest !== 0 || readToMs === undefined) return readToMs;
  return nowMs - readToMs <= LINEAGE_AT_END_MS ? Math.max(nowMs, readToMs) : readToMs;
}

function timeOf(sequenceNumber: string | undefined, what: 'time' | 'created' = 'time') {
  const parts = sequenceNumber === undefined ? undefined : decodeSequenceNumber(sequenceNumber);
  if (!parts) return undefined;
  return (what === 'created' ? parts.shardCreatedSeconds : parts.timeSeconds) * 1_000;
}

function isLeftOut({ state }: LineageShard): boolean {
  return state === 'notChosen';
}

/** The youngest first. Shard ids count up, and are as long as each other. */
function compareAge(a: LineageShard, b: LineageShard): number {
  if (a.createdMs !== b.createdMs) return (b.createdMs ?? 0) - (a.createdMs ?? 0);
  return a.shardId < b.shardId ? 1 : -1;
}
