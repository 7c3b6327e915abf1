import type { TailEnd } from '../../formats/position.ts';
import { CLOCK_TOLERANCE_MS } from '../limits.ts';
import type { SourceRecord } from '../source.ts';

/** Tells what lies before the end that a tail was given, and when that end is reached. */
export class EndWatch {
  private end: TailEnd | undefined;
  private readonly startedMs: number;
  private readonly worth: (record: SourceRecord) => number;
  private taken = 0;

  /** `worth` says for how many a record counts. */
  constructor(
    end: TailEnd | undefined,
    startedMs: number,
    worth: (record: SourceRecord) => number = () => 1,
  ) {
    this.end = end;
    this.startedMs = startedMs;
    this.worth = worth;
  }

  /** What the tail was asked to stop at, until that is lifted. */
  get asked(): TailEnd | undefined {
    return this.end;
  }

  /** Whether so many records were taken that no shard may bring another one. */
  get isCountReached(): boolean {
    return this.end?.type === 'COUNT' && this.taken >= this.end.records;
  }

  /** The time before which records count; undefined when time does not matter. */
  get untilMs(): number | undefined {
    if (this.end?.type === 'AT_TIMESTAMP') return this.end.timestampMs;
    return this.end?.type === 'NOW' ? this.startedMs : undefined;
  }

  /** The index of the first record, from `from` on, that may not be taken. */
  admitted(records: readonly SourceRecord[], from: number): number {
    if (this.end?.type === 'COUNT') return this.admittedByCount(records, from, this.end.records);
    const { untilMs } = this;
    if (untilMs === undefined) return records.length;
    const beyond = records.findIndex(
      ({ arrivalMs }, index) => index >= from && arrivalMs >= untilMs,
    );
    return beyond === -1 ? records.length : beyond;
  }

  count(records: readonly SourceRecord[]): void {
    if (this.end?.type !== 'COUNT') return;
    for (const record of records) this.taken += this.worth(record);
  }

  /**
   * Whether a shard has no more records before the end, though it sent none from after it. At the
   * end of a shard the service may still take records for a moment that by our clock is over.
   */
  isPassed(nowMs: number, millisBehindLatest: number | undefined): boolean {
    if (millisBehindLatest === undefined) return false;
    if (this.end?.type === 'NOW' && millisBehindLatest === 0) return true;
    const { untilMs } = this;
    return untilMs !== undefined && nowMs - millisBehindLatest >= untilMs + CLOCK_TOLERANCE_MS;
  }

  private admittedByCount(records: readonly SourceRecord[], from: number, wanted: number): number {
    let left = wanted - this.taken;
    let index = from;
    for (; index < records.length && left > 0; index++) {
      const record = records[index];
      if (record) left -= this.worth(record);
    }
    return index;
  }

  /** From now on there is no end. */
  lift(): void {
    this.end = undefined;
  }
}
