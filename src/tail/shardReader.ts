import { type Clock, sleep } from '../base/clock.ts';
import { hasCode } from '../base/errors.ts';
import type { StartPosition } from '../formats/position.ts';
import {
  BATCH_BYTES_TARGET,
  BATCH_RECORDS_FIRST,
  BATCH_RECORDS_MAX,
  BATCH_RECORDS_MIN,
  BEHIND_INTERVAL_MS,
  CLOCK_TOLERANCE_MS,
  ITERATOR_RENEWALS_MAX,
} from './limits.ts';
import { Patience } from './patience.ts';
import type { SourceBatch, SourceRecord, TailSource } from './source.ts';
import type { Permits } from './waiting.ts';

/** What hears of a shard's reading. */
export interface ShardSink {
  /** Takes records from index `from` on and returns the index of the first one not taken. */
  take(shardId: string, records: readonly SourceRecord[], from: number): number;
  /** Resolves when it is worth trying to `take` again. */
  room(signal: AbortSignal): Promise<void>;
  /** The shard has its first iterator: what is put from now on will be read. */
  onPositioned(shardId: string): void;
  onAnswer(shardId: string, millisBehindLatest: number | undefined): void;
  onThrottle(shardId: string): void;
  onTrouble(shardId: string, message: string | undefined): void;
}

export interface ReaderEnvironment {
  readonly source: TailSource;
  readonly clock: Clock;
  readonly random: () => number;
  readonly streamName: string;
  readonly pollIntervalMs: number;
  readonly permits: Permits;
  readonly sink: ShardSink;
}

/** How far a shard is read. It outlives its reader, so that another can go on without a gap. */
export interface ShardProgress {
  readonly shardId: string;
  readonly start: StartPosition;
  lastSequenceNumber: string | undefined;
  /** When the first iterator was asked for, by our clock. */
  positionedMs: number | undefined;
}

/** Reads one shard from where `progress` stands. One reader reads once. */
export class ShardReader {
  private readonly environment: ReaderEnvironment;
  private readonly progress: ShardProgress;
  private readonly patience: Patience;
  private iterator: string | undefined;
  private renewals = 0;
  private limit = BATCH_RECORDS_FIRST;

  constructor(environment: ReaderEnvironment, progress: ShardProgress) {
    const { clock, random, sink } = environment;
    const { shardId } = progress;
    this.environment = environment;
    this.progress = progress;
    this.patience = new Patience({
      clock,
      random,
      listener: {
        onThrottle: () => sink.onThrottle(shardId),
        onTrouble: (message) => sink.onTrouble(shardId, message),
      },
    });
  }

  /**
   * Resolves at the end of a closed shard with the shards that continue it. Rejects when the signal
   * aborts, or with an error that does not pass by itself.
   */
  async run(signal: AbortSignal): Promise<readonly string[]> {
    const { clock, pollIntervalMs } = this.environment;
    for (;;) {
      this.iterator ??= await this.position(signal);
      const batch = await this.read(this.iterator, signal);
      if (batch) {
        if (batch.nextIterator === undefined) return batch.childShardIds;
        this.iterator = batch.nextIterator;
      } else {
        this.iterator = undefined;
      }
      const isBehind = batch === undefined || (batch.millisBehindLatest ?? 0) > 0;
      const delayMs = isBehind ? Math.min(BEHIND_INTERVAL_MS, pollIntervalMs) : pollIntervalMs;
      await sleep(clock, delayMs, signal);
    }
  }

  private async position(signal: AbortSignal): Promise<string> {
    const { clock, sink } = this.environment;
    const { progress } = this;
    const askedMs = clock.nowMs();
    const iterator = await this.iteratorAt(resumePosition(progress), signal).catch(
      (error: unknown) => {
        // The service no longer knows the last record: the stream was made anew, or a long pause
        // outlived its retention. Then everything in the shard is new to us.
        const isForgotten = progress.lastSequenceNumber !== undefined;
        if (!isForgotten || !hasCode(error, 'invalidInput')) throw error;
        return this.iteratorAt({ type: 'TRIM_HORIZON' }, signal);
      },
    );
    progress.positionedMs ??= askedMs;
    sink.onPositioned(progress.shardId);
    return iterator;
  }

  private iteratorAt(position: StartPosition, signal: AbortSignal): Promise<string> {
    const { source, streamName, permits } = this.environment;
    const request = { streamName, shardId: this.progress.shardId, position };
    return this.patience.call(
      () => permits.run(() => source.getShardIterator(request, signal), signal),
      signal,
    );
  }

  /** Undefined when the iterator is no longer good. */
  private async read(iterator: string, signal: AbortSignal): Promise<SourceBatch | undefined> {
    try {
      const batch = await this.patience.call(
        // The permit is held until the window has taken the batch, so that however many shards
        // there are, only few batches are in memory while the view is paused and full.
        () => this.environment.permits.run(() => this.readOnce(iterator, signal), signal),
        signal,
      );
      this.renewals = 0;
      return batch;
    } catch (error) {
      const isStale = hasCode(error, 'iteratorExpired') || hasCode(error, 'invalidInput');
      if (!isStale || this.renewals >= ITERATOR_RENEWALS_MAX) throw error;
      this.renewals++;
      return undefined;
    }
  }

  private async readOnce(iterator: string, signal: AbortSignal): Promise<SourceBatch> {
    const { source, sink } = this.environment;
    const batch = await source.getRecords({ iterator, limit: this.limit }, signal);
    signal.throwIfAborted();
    sink.onAnswer(this.progress.shardId, batch.millisBehindLatest);
    this.limit = nextLimit(batch.records) ?? this.limit;
    await this.deliver(batch.records, signal);
    return batch;
  }

  private async deliver(records: readonly SourceRecord[], signal: AbortSignal): Promise<void> {
    const { sink } = this.environment;
    const { progress } = this;
    let taken = sink.take(progress.shardId, records, 0);
    progress.lastSequenceNumber = records[taken - 1]?.sequenceNumber ?? progress.lastSequenceNumber;
    while (taken < records.length) {
      await sink.room(signal);
      taken = sink.take(progress.shardId, records, taken);
      progress.lastSequenceNumber =
        records[taken - 1]?.sequenceNumber ?? progress.lastSequenceNumber;
    }
  }
}

/** How many records to ask for so that the answer has about the size that decodes quickly. */
function nextLimit(records: readonly SourceRecord[]): number | undefined {
  if (records.length === 0) return undefined;
  let bytes = 0;
  for (const record of records) bytes += record.data.length;
  const fitting = Math.floor((BATCH_BYTES_TARGET * records.length) / Math.max(1, bytes));
  return Math.min(BATCH_RECORDS_MAX, Math.max(BATCH_RECORDS_MIN, fitting));
}

/** Where a new iterator has to begin so that nothing is skipped and nothing repeated. */
function resumePosition(progress: ShardProgress): StartPosition {
  const { start, lastSequenceNumber, positionedMs } = progress;
  if (lastSequenceNumber !== undefined) {
    return { type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: lastSequenceNumber };
  }
  if (start.type === 'LATEST' && positionedMs !== undefined) {
    // LATEST again would skip what came since. The service's clock may be a little behind ours.
    return { type: 'AT_TIMESTAMP', timestampMs: positionedMs - CLOCK_TOLERANCE_MS };
  }
  return start;
}
