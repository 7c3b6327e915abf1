import { setImmediate as nextTurn } from 'node:timers/promises';
import type { KinesisService } from '../kinesis/service.ts';
import type { Stream } from '../kinesis/state.ts';
import type { ShardSlice } from '../store/channels.ts';
import { SLICE_BYTES_MAX, SLICE_RECORDS_MAX } from './limits.ts';
import { problemOfRecord } from './recordCheck.ts';
import type { RecordConfiguration } from './shapes.ts';

/** What goes into one object, and what of it cannot be delivered. */
export interface Batch {
  readonly bodies: Uint8Array[];
  /** A line of JSON each. */
  readonly errors: string[];
  /** What was read, which may be less than what was asked for. */
  readonly slices: ShardSlice[];
  /** Arrival of the oldest record; undefined when there is none. */
  oldestMs: number | undefined;
  bytes: number;
}

/**
 * Reads the slices in their order until the batch is full. Records that have expired meanwhile are
 * passed over.
 */
export async function collect(
  kinesis: KinesisService,
  stream: Stream,
  wanted: readonly ShardSlice[],
  options: { bytesMax: number; format: RecordConfiguration['RecordFormatType'] },
): Promise<Batch> {
  const batch: Batch = { bodies: [], errors: [], slices: [], oldestMs: undefined, bytes: 0 };
  for (const slice of wanted) {
    if (batch.bytes >= options.bytesMax) break;
    let from = slice.from;
    while (from < slice.end && batch.bytes < options.bytesMax) {
      from = readSome(kinesis, stream, { ...slice, from }, options.format, batch);
      await nextTurn();
    }
    batch.slices.push({ ...slice, end: Math.min(from, slice.end) });
  }
  return batch;
}

/** Adds up to a slice's bounds; gives where to read next. */
function readSome(
  kinesis: KinesisService,
  stream: Stream,
  { end, from, shardIndex }: ShardSlice,
  format: RecordConfiguration['RecordFormatType'],
  batch: Batch,
): number {
  const shard = stream.shards[shardIndex];
  if (shard === undefined) return end;
  const { records, nextPosition } = kinesis.reader.read(stream, shard, {
    from,
    recordsMax: Math.min(SLICE_RECORDS_MAX, end - from),
    bytesMax: SLICE_BYTES_MAX,
  });
  for (const record of records) {
    // Reading begins later than asked for when records have expired, and so may reach beyond.
    if (record.position >= end) break;
    batch.oldestMs = Math.min(batch.oldestMs ?? Infinity, record.arrivedMs);
    batch.bytes += record.data.length;
    const problem = problemOfRecord(format, record.data);
    if (problem === undefined) batch.bodies.push(record.data);
    else {
      batch.errors.push(
        `${JSON.stringify({
          streamArn: stream.arn,
          shardId: shard.id,
          sequenceNumber: record.sequenceNumber,
          arrivedAt: new Date(record.arrivedMs).toISOString(),
          errorMessage: problem,
        })}\n`,
      );
    }
  }
  return records.length === 0 ? end : nextPosition;
}
