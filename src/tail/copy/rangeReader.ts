import type { Clock } from '../../base/clock.ts';
import { ExpectedError } from '../../base/errors.ts';
import type { CapturedRecord } from '../export/captureFormat.ts';
import { COPY_BUFFER_BYTES_MAX } from '../limits.ts';
import { Reading, type ReadingOptions } from '../reading/reading.ts';
import type { SourceRecord, TailSource } from '../source.ts';
import { TailStatistics } from '../metrics/statistics.ts';
import { TailRun } from '../reading/tailRun.ts';

export interface RangeReaderOptions {
  readonly source: TailSource;
  readonly clock: Clock;
  readonly random: () => number;
  readonly connectionName: string;
  readonly streamName: string;
  /** Arrival in [fromMs, toMs). */
  readonly fromMs: number;
  readonly toMs: number;
  /** With the scheduler of all tails: a copy spares the shards together with them. */
  readonly reading: ReadingOptions & Required<Pick<ReadingOptions, 'scheduler' | 'allowance'>>;
  /** Why nothing comes at the moment, a few words; empty when it comes. */
  readonly onTrouble?: (message: string) => void;
}

/**
 * The records of a stream that arrived in a range of time: those of a shard in their order, and of
 * shards that continue others after them. It reads as a tail does, and no further than a bounded
 * buffer holds.
 */
export async function* rangeRecords(
  options: RangeReaderOptions,
  signal: AbortSignal,
): AsyncGenerator<CapturedRecord, void> {
  const buffer = new RangeBuffer();
  const { fromMs, toMs, onTrouble, ...rest } = options;
  const reading = new Reading({ ...rest, ...options.reading }, () => undefined);
  const statistics = new TailStatistics(reading.reads);
  let defect: { readonly error: unknown } | undefined;
  const run: TailRun = new TailRun({
    ...rest,
    reading,
    position: { type: 'AT_TIMESTAMP', timestampMs: fromMs },
    shards: 'all',
    end: { type: 'AT_TIMESTAMP', timestampMs: toMs },
    statistics,
    take: (shardId, records, from) => buffer.take(shardId, records, from),
    onChange: () => buffer.wake(),
    onDefect: (error) => (defect = { error }),
  });
  const onAbort = (): void => buffer.wake();
  signal.addEventListener('abort', onAbort);
  try {
    run.start();
    for (;;) {
      signal.throwIfAborted();
      const { phase } = run;
      onTrouble?.(phase.name === 'waiting' ? phase.message : throttledText(statistics));
      const records = buffer.drain();
      if (records.length > 0) {
        run.openGate();
        yield* records;
      } else if (phase.name === 'failed') {
        throw defect ? defect.error : new ExpectedError('serviceFailed', phase.message);
      } else if (phase.name === 'ended') return;
      else await buffer.changed();
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    run.dispose();
    reading.dispose();
  }
}

/** Empty while a shard answers. */
function throttledText({ metrics }: TailStatistics): string {
  const isThrottled = metrics.some(({ throttles }) => throttles > 0);
  return isThrottled && metrics.every(({ state }) => state === 'waiting') ? 'throttled' : '';
}

/** What is read and not yet asked for. */
class RangeBuffer {
  private records: CapturedRecord[] = [];
  private bytes = 0;
  private resolve = (): void => undefined;

  /** The index of the first record that has no room. */
  take(shardId: string, records: readonly SourceRecord[], from: number): number {
    let index = from;
    for (; index < records.length; index++) {
      const record = records[index];
      if (!record || this.bytes >= COPY_BUFFER_BYTES_MAX) break;
      const { sequenceNumber, partitionKey, arrivalMs, data } = record;
      this.records.push({ shardId, sequenceNumber, partitionKey, arrivalMs, data });
      this.bytes += data.length;
    }
    this.wake();
    return index;
  }

  drain(): CapturedRecord[] {
    const { records } = this;
    this.records = [];
    this.bytes = 0;
    return records;
  }

  changed(): Promise<void> {
    return new Promise((resolve) => (this.resolve = resolve));
  }

  wake(): void {
    this.resolve();
  }
}
