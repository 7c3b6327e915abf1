import { hash } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import { Emitter } from '../../base/event.ts';
import { POSITIONS_MAX } from '../limits.ts';
import type { Store } from '../store/store.ts';
import { rateExceededText } from './shardErrors.ts';
import { hexOfHashKey, routeHex, SequenceNumbers, type Shard, type Stream } from './state.ts';

export interface PutEntry {
  /** Empty for a record without one, which only a stream takes that distributes records by itself. */
  readonly partitionKey: string;
  /** Decimal, 0 to 2^128 − 1. */
  readonly explicitHashKey?: string | undefined;
  readonly data: Uint8Array;
}

export type PutResult =
  | { readonly ok: true; readonly shardId: string; readonly sequenceNumber: string }
  | { readonly ok: false; readonly errorCode: PutErrorCode; readonly errorMessage: string };

export type PutErrorCode = 'ProvisionedThroughputExceededException' | 'InternalFailure';

/** Records of a shard that have just become readable. */
export interface Commit {
  readonly stream: Stream;
  readonly shard: Shard;
}

interface ShardBatch {
  readonly shard: Shard;
  readonly entries: PutEntry[];
  /** Where each entry's result goes. */
  readonly slots: number[];
  /** The first entry's position, once it is written. */
  from: number;
}

/** Routes records to shards, holds them to the shards' limits and appends them. */
export class RecordWriter {
  private readonly store: Store;
  private readonly clock: Clock;
  private readonly limits: boolean;
  private readonly commits = new Emitter<Commit>();
  readonly onCommitted = this.commits.event;
  /** Turns records away before the limits do; injected faults set it. */
  gate: ((stream: Stream, shard: Shard) => PutErrorCode | undefined) | undefined;

  constructor(options: { store: Store; clock: Clock; limits: boolean }) {
    this.store = options.store;
    this.clock = options.clock;
    this.limits = options.limits;
  }

  /** One result an entry, in order; resolves when they are kept, rejects when nothing was. */
  async put(stream: Stream, entries: readonly PutEntry[]): Promise<PutResult[]> {
    const results: PutResult[] = new Array<PutResult>(entries.length);
    const batches = this.admit(stream, entries, results);
    if (batches.length > 0) {
      await this.store.write({
        run: () => {
          for (const batch of batches) {
            batch.from = batch.shard.nextPosition;
            this.append(batch, results);
          }
        },
        undo: () => {
          for (const { shard, from } of batches) {
            shard.nextPosition = Math.min(shard.nextPosition, from);
          }
        },
        // Nobody may see a record that can still be lost: its number would be given once more.
        kept: () => {
          for (const { shard, from, entries: kept } of batches) {
            shard.committedEnd = Math.max(shard.committedEnd, from + kept.length);
            this.commits.fire({ stream, shard });
          }
        },
      });
    }
    return results;
  }

  private admit(stream: Stream, entries: readonly PutEntry[], results: PutResult[]): ShardBatch[] {
    const nowMs = this.clock.nowMs();
    const batches = new Map<Shard, ShardBatch>();
    entries.forEach((entry, slot) => {
      const shard = routeOf(stream, entry);
      const refusal = this.gate?.(stream, shard) ?? this.refusalOf(shard, entry, nowMs);
      if (refusal !== undefined) {
        results[slot] = refused(refusal, stream, shard);
        return;
      }
      let batch = batches.get(shard);
      if (batch === undefined) {
        batch = { shard, entries: [], slots: [], from: Infinity };
        batches.set(shard, batch);
      }
      batch.entries.push(entry);
      batch.slots.push(slot);
    });
    return [...batches.values()];
  }

  private append(batch: ShardBatch, results: PutResult[]): void {
    const { shard, entries, slots } = batch;
    const first = shard.nextPosition;
    if (first + entries.length > POSITIONS_MAX)
      throw new Error(`${shard.id} has no positions left`);
    const arrivedMs = Math.max(this.clock.nowMs(), shard.lastArrivedMs);
    const numbers = new SequenceNumbers(shard, first, arrivedMs);
    entries.forEach(({ partitionKey, data }, index) => {
      this.store.records.insert(shard.key, {
        position: first + index,
        arrivedMs,
        partitionKey,
        data,
      });
      results[slots[index] ?? 0] = {
        ok: true,
        shardId: shard.id,
        sequenceNumber: numbers.next(),
      };
    });
    shard.lastArrivedMs = arrivedMs;
    shard.nextPosition = first + entries.length;
  }

  private refusalOf(shard: Shard, entry: PutEntry, nowMs: number): PutErrorCode | undefined {
    return this.limits && !admits(shard, entry, nowMs)
      ? 'ProvisionedThroughputExceededException'
      : undefined;
  }
}

function refused(errorCode: PutErrorCode, stream: Stream, shard: Shard): PutResult {
  const errorMessage =
    errorCode === 'InternalFailure' ? 'Internal service failure.' : rateExceededText(stream, shard);
  return { ok: false, errorCode, errorMessage };
}

/** A stream that distributes records by itself ignores their keys and takes its shards in turn. */
function routeOf(stream: Stream, entry: PutEntry): Shard {
  const { details, routes } = stream;
  const shard =
    details.recordDistribution === 'AUTO'
      ? routes[stream.turn++ % routes.length]
      : routeHex(routes, hashHexOf(entry));
  if (shard === undefined) throw new Error('A stream has no open shard');
  return shard;
}

function hashHexOf(entry: PutEntry): string {
  return entry.explicitHashKey === undefined
    ? hash('md5', entry.partitionKey)
    : hexOfHashKey(BigInt(entry.explicitHashKey));
}

/** Takes the entry's share of the shard's second, if there is enough left of it. */
function admits(shard: Shard, entry: PutEntry, nowMs: number): boolean {
  const { writtenBytes, writtenRecords } = shard.limits;
  const bytes = entry.data.length + Buffer.byteLength(entry.partitionKey);
  // A record larger than a second's bytes goes through when the shard is idle, and is then owed.
  const bytesNeeded = Math.min(bytes, writtenBytes.capacity);
  if (writtenRecords.available(nowMs) < 1) return false;
  if (writtenBytes.available(nowMs) < bytesNeeded) return false;
  writtenRecords.take(1);
  writtenBytes.take(bytes);
  return true;
}
