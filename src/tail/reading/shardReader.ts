import { type Clock, sleep } from '../../base/clock.ts';
import { hasCode } from '../../base/errors.ts';
import type { StartPosition } from '../../formats/position.ts';
import {
  BATCH_RECORDS_FIRST,
  BATCH_RECORDS_MAX,
  BATCH_RECORDS_MIN,
  CLOCK_TOLERANCE_MS,
  ITERATOR_RENEWALS_MAX,
  TAKE_RECORDS,
  TAKE_SLICE_MS,
} from '../limits.ts';
import { Patience } from './patience.ts';
import type { PushConsumer } from './pushConsumer.ts';
import type { TailReads } from './readScheduler.ts';
import type { SourceBatch, SourceRecord, TailSource } from '../source.ts';

/** What hears of a shard's reading. */
export interface ShardSink {
  /** Takes records from index `from` on and returns the index of the first one not taken. */
  take(shardId: string, records: readonly SourceRecord[], from: number): number;
  /** Whether a reader waits for room already, so that no more should be read. */
  isFull(): boolean;
  /** Resolves when it is worth trying to `take` again. */
  room(signal: AbortSignal): Promise<void>;
  /** The shard has its first iterator: what is put from now on will be read. */
  onPositioned(shardId: string): void;
  onAnswer(shardId: string, millisBehindLatest: number | undefined): void;
  onThrottle(shardId: string): void;
  /** Whether the shard is read by push from now on, or by polling again. */
  onPush(shardId: string, isPushed: boolean): void;
  onTrouble(shardId: string, message: string | undefined): void;
}

export interface ReaderEnvironment {
  readonly source: TailSource;
  readonly clock: Clock;
  readonly random: () => number;
  readonly streamName: string;
  /** Between two reads at the end of a shard; while behind only the read budget holds back. */
  readonly pollIntervalMs: number;
  readonly reads: TailReads;
  /** None where a tail can only poll. */
  readonly push?: PushConsumer | undefined;
  readonly sink: ShardSink;
}

/** How far a shard is read. It outlives its reader, so that another can go on without a gap. */
export interface ShardProgress {
  readonly shardId: string;
  readonly start: StartPosition;
  lastSequenceNumber: string | undefined;
  /**
   * To go on after, while it is further than the last record: a subscription says it even where
   * there are no records.
   */
  continuation?: string | undefined;
  /** When the first iterator was asked for, by our clock. */
  positionedMs: number | undefined;
}

/** Reads one shard by polling, from where `progress` stands. */
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
   * aborts, or with an error that does not pass by itself. It may then run again, from there.
   */
  async run(signal: AbortSignal): Promise<readonly string[]> {
    const { clock, random, pollIntervalMs } = this.environment;
    // Shards that begin together would be read together each time, and their answers come at once.
    let pauseMs = pollIntervalMs * (1 - random());
    for (;;) {
      const batch = await this.readNext(signal);
      if (batch && batch.nextIterator === undefined) return batch.childShardIds;
      if (!batch || !isAtTip(batch)) continue;
      await sleep(clock, pauseMs, signal);
      pauseMs = pollIntervalMs;
    }
  }

  /** As `run`, but resolves with undefined as soon as there is nothing more to read for now. */
  async runToTip(signal: AbortSignal): Promise<readonly string[] | undefined> {
    for (;;) {
      const batch = await this.readNext(signal);
      if (batch && batch.nextIterator === undefined) return batch.childShardIds;
      if (batch && isAtTip(batch)) return undefined;
    }
  }

  /** From here on nothing is missed, whenever it is read. */
  async begin(signal: AbortSignal): Promise<void> {
    this.iterator ??= await this.position(signal);
  }

  /** The next run asks for an iterator where `progress` stands then. */
  forgetIterator(): void {
    this.iterator = undefined;
  }

  /** Undefined when the iterator is no longer good; the next read then asks for another. */
  private async readNext(signal: AbortSignal): Promise<SourceBatch | undefined> {
    const { sink } = this.environment;
    this.iterator ??= await this.position(signal);
    // What one reader holds is enough to wait with.
    while (sink.isFull()) await sink.room(signal);
    const batch = await this.read(this.iterator, signal);
    // Until all of it is taken the old iterator stands, and `progress` says what was taken of it.
    this.iterator = undefined;
    if (batch) await deliver(this.progress, batch.records, { ...this.environment, signal });
    this.iterator = batch?.nextIterator;
    return batch;
  }

  private async position(signal: AbortSignal): Promise<string> {
    const { clock, sink } = this.environment;
    const { progress } = this;
    const askedMs = clock.nowMs();
    const iterator = await this.iteratorAtFirstOf(resumePositions(progress), signal);
    progress.positionedMs ??= askedMs;
    sink.onPositioned(progress.shardId);
    return iterator;
  }

  private async iteratorAtFirstOf(
    [position, ...others]: readonly [StartPosition, ...StartPosition[]],
    signal: AbortSignal,
  ): Promise<string> {
    try {
      return await this.iteratorAt(position, signal);
    } catch (error) {
      const [next, ...rest] = others;
      if (!next || !hasCode(error, 'invalidInput')) throw error;
      return this.iteratorAtFirstOf([next, ...rest], signal);
    }
  }

  private iteratorAt(position: StartPosition, signal: AbortSignal): Promise<string> {
    const { source, streamName, reads } = this.environment;
    const request = { streamName, shardId: this.progress.shardId, position };
    return this.patience.call(
      () => reads.call(() => source.getShardIterator(request, signal), signal),
      signal,
    );
  }

  /** Undefined when the iterator is no longer good. */
  private async read(iterator: string, signal: AbortSignal): Promise<SourceBatch | undefined> {
    const { source, sink, reads } = this.environment;
    const { shardId } = this.progress;
    const readOnce = (): Promise<SourceBatch> =>
      source.getRecords({ iterator, limit: this.limit }, signal);
    try {
      const batch = await this.patience.call(() => reads.read(shardId, readOnce, signal), signal);
      this.renewals = 0;
      this.limit = nextLimit(batch.records, reads.batchBytesTarget) ?? this.limit;
      sink.onAnswer(shardId, batch.millisBehindLatest);
      return batch;
    } catch (error) {
      const isStale = hasCode(error, 'iteratorExpired') || hasCode(error, 'invalidInput');
      if (!isStale || this.renewals >= ITERATOR_RENEWALS_MAX) throw error;
      this.renewals++;
      return undefined;
    }
  }
}

/**
 * Hands records on, in slices that let everything else run in between, and waiting for room if need
 * be; `progress` says at any time what was taken.
 */
async function deliver(
  progress: ShardProgress,
  records: readonly SourceRecord[],
  { sink, clock, signal }: Pick<ReaderEnvironment, 'sink' | 'clock'> & { signal: AbortSignal },
): Promise<void> {
  let startMs = clock.nowMs();
  for (let at = 0; at < records.length;) {
    const some = records.slice(at, at + TAKE_RECORDS);
    const taken = sink.take(progress.shardId, some, 0);
    const last = some[taken - 1];
    if (last) {
      progress.lastSequenceNumber = last.sequenceNumber;
      progress.continuation = undefined;
    }
    at += taken;
    if (taken < some.length) await sink.room(signal);
    else if (at === records.length || clock.nowMs() - startMs < TAKE_SLICE_MS) continue;
    else await sleep(clock, 0, signal);
    startMs = clock.nowMs();
  }
}

/** By number; they have no leading zeros. */
export function isAfter(sequenceNumber: string, other: string | undefined): boolean {
  if (other === undefined || sequenceNumber.length > other.length) return true;
  return sequenceNumber.length === other.length && sequenceNumber > other;
}

function isAtTip(batch: SourceBatch): boolean {
  return (batch.millisBehindLatest ?? 0) === 0;
}

/** How many records to ask for so that the answer has about the size that is wanted. */
function nextLimit(records: readonly SourceRecord[], bytesTarget: number): number | undefined {
  if (records.length === 0) return undefined;
  let bytes = 0;
  for (const record of records) bytes += record.data.length;
  const fitting = Math.floor((bytesTarget * records.length) / Math.max(1, bytes));
  return Math.min(BATCH_RECORDS_MAX, Math.max(BATCH_RECORDS_MIN, fitting));
}

/**
 * Where to begin so that nothing is skipped and nothing repeated: the first of these that the
 * service accepts.
 */
export function resumePositions(progress: ShardProgress): [StartPosition, ...StartPosition[]] {
  const { start, lastSequenceNumber, continuation, positionedMs } = progress;
  const others: StartPosition[] = [];
  if (lastSequenceNumber !== undefined) {
    others.push({ type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: lastSequenceNumber });
    // The service no longer knows the last record: the stream was made anew, or a long pause
    // outlived its retention. Then everything in the shard is new to us.
    others.push({ type: 'TRIM_HORIZON' });
  } else if (start.type === 'LATEST' && positionedMs !== undefined) {
    // LATEST again would skip what came since. The service's clock may be a little behind ours.
    others.push({ type: 'AT_TIMESTAMP', timestampMs: positionedMs - CLOCK_TOLERANCE_MS });
  } else {
    others.push(start);
  }
  if (continuation === undefined) return others as [StartPosition, ...StartPosition[]];
  return [{ type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: continuation }, ...others];
}
