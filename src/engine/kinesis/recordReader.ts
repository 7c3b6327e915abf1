import type { Clock } from '../../base/clock.ts';
import type { Store } from '../store/store.ts';
import { ReadSequenceNumbers, type Shard, type Stream } from './state.ts';

export interface ReadRecord {
  readonly position: number;
  readonly sequenceNumber: string;
  readonly arrivedMs: number;
  readonly partitionKey: string;
  readonly data: Uint8Array;
  /** Absent for a record that was put into an unencrypted stream. */
  readonly encryptionType?: 'KMS';
}

export interface ReadResult {
  readonly records: readonly ReadRecord[];
  /** Where to read next. */
  readonly nextPosition: number;
  /** 0 when there is nothing more to read now. */
  readonly millisBehindLatest: number;
}

const HOUR_MS = 3_600_000;

/** Reads committed records; hides those that are older than the stream's retention. */
export class RecordReader {
  private readonly store: Store;
  private readonly clock: Clock;

  constructor(options: { store: Store; clock: Clock }) {
    this.store = options.store;
    this.clock = options.clock;
  }

  read(
    stream: Stream,
    shard: Shard,
    options: { from: number; recordsMax: number; bytesMax: number },
  ): ReadResult {
    const from = Math.max(options.from, this.trimHorizon(stream, shard));
    const rows = this.store.records.read({
      shardKey: shard.key,
      from,
      end: shard.committedEnd,
      recordsMax: options.recordsMax,
      bytesMax: options.bytesMax,
    });
    const last = rows.at(-1);
    const nextPosition = last === undefined ? from : last.position + 1;
    const behind = nextPosition < shard.committedEnd && last !== undefined;
    const numbers = new ReadSequenceNumbers(shard);
    return {
      records: rows.map((row) => {
        const record = {
          position: row.position,
          sequenceNumber: numbers.of(row.position, row.arrivedMs),
          arrivedMs: row.arrivedMs,
          partitionKey: row.partitionKey,
          data: row.data,
        };
        return isEncrypted(stream, row.arrivedMs) ? { ...record, encryptionType: 'KMS' } : record;
      }),
      nextPosition,
      millisBehindLatest: behind ? Math.max(1, this.clock.nowMs() - last.arrivedMs) : 0,
    };
  }

  /** The oldest readable position, or the end when nothing is readable. */
  trimHorizon(stream: Stream, shard: Shard): number {
    const cutoffMs = this.clock.nowMs() - stream.details.retentionHours * HOUR_MS;
    const first = firstKept(shard);
    const oldestMs = this.arrivedMs(shard, first);
    if (oldestMs === undefined || oldestMs >= cutoffMs) return first;
    return this.firstArrivedAt(shard, cutoffMs);
  }

  /** The first position that arrived at `timeMs` or later, or the end. */
  firstArrivedAt(shard: Shard, timeMs: number): number {
    let low = firstKept(shard);
    let high = shard.committedEnd;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((this.arrivedMs(shard, middle) ?? 0) < timeMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Undefined at the end; of the next record where one is gone. */
  arrivedMs(shard: Shard, position: number): number | undefined {
    if (position >= shard.committedEnd) return undefined;
    return this.store.records.arrivedMs(shard.key, position);
  }
}

/** What was purged may still lie there until the sweeper comes by. */
function firstKept(shard: Shard): number {
  return Math.max(shard.trimPosition, shard.details.purgedEnd ?? 0);
}

/** Whether the stream was encrypted when the record arrived. */
function isEncrypted({ details }: Stream, arrivedMs: number): boolean {
  const { encryptionChanges } = details;
  if (encryptionChanges === undefined) return false;
  return encryptionChanges.findLast(({ fromMs }) => fromMs <= arrivedMs)?.type === 'KMS';
}
