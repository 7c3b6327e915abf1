import type { WriteRate } from '../../protocol/webview/metrics.ts';
import { ARRIVAL_RATE_SECONDS, ARRIVAL_SECONDS } from '../limits.ts';

export interface ArrivalColumns {
  readonly records: number[];
  readonly bytes: number[];
}

/**
 * What producers wrote to a shard, by the second of arrival at the service, for the last five
 * minutes of it. It says how busy the shard was when the records came, however fast they are read.
 */
export class Arrivals {
  private readonly records = new Uint32Array(ARRIVAL_SECONDS);
  private readonly bytes = new Float64Array(ARRIVAL_SECONDS);
  private newest = Number.NEGATIVE_INFINITY;
  private oldestMs = Number.POSITIVE_INFINITY;

  /** The last second that something arrived in, since the epoch; -Infinity before. */
  get newestSecond(): number {
    return this.newest;
  }

  /** `bytes` counts as the service does: data and partition key. */
  add(arrivalMs: number, bytes: number): void {
    const second = Math.floor(arrivalMs / 1_000);
    if (!Number.isSafeInteger(second)) return;
    this.advanceTo(second);
    this.oldestMs = Math.min(this.oldestMs, arrivalMs);
    if (second <= this.newest - ARRIVAL_SECONDS) return;
    const slot = slotOf(second);
    this.records[slot] = (this.records[slot] ?? 0) + 1;
    this.bytes[slot] = (this.bytes[slot] ?? 0) + bytes;
  }

  /**
   * As of the reader's place in time, in epoch milliseconds, over the last ten seconds. A second that
   * has only begun counts for as much as has passed of it. In a tail that has just begun the rate is
   * over what was seen so far: since `seenSinceMs`, default ever, or since an older record that is here.
   */
  rate(asOfMs: number, seenSinceMs = Number.NEGATIVE_INFINITY): WriteRate {
    const asOfSecond = Math.ceil(asOfMs / 1_000) - 1;
    const end = Math.max(this.newest, asOfSecond);
    const passed = end > asOfSecond ? 1 : asOfMs / 1_000 - asOfSecond;
    const seen = end + passed - Math.min(seenSinceMs, this.oldestMs) / 1_000;
    const seconds = Math.min(ARRIVAL_RATE_SECONDS - 1 + passed, Math.max(1, seen));
    let records = 0;
    let bytes = 0;
    let peakRecords = 0;
    let peakBytes = 0;
    for (let second = end - ARRIVAL_SECONDS + 1; second <= end; second++) {
      const { records: r, bytes: b } = this.at(second);
      peakRecords = Math.max(peakRecords, r);
      peakBytes = Math.max(peakBytes, b);
      if (second <= end - ARRIVAL_RATE_SECONDS) continue;
      records += r;
      bytes += b;
    }
    return {
      recordsPerSecond: records / seconds,
      bytesPerSecond: bytes / seconds,
      peakRecords,
      peakBytes,
    };
  }

  /** The largest second of each column; the last column ends with `endSecond`. */
  peaks(options: { endSecond: number; columns: number; secondsPerColumn: number }): ArrivalColumns {
    const { endSecond, columns, secondsPerColumn } = options;
    const records = new Array<number>(columns).fill(0);
    const bytes = new Array<number>(columns).fill(0);
    for (let back = 0; back < columns * secondsPerColumn; back++) {
      const column = columns - 1 - Math.floor(back / secondsPerColumn);
      const second = this.at(endSecond - back);
      records[column] = Math.max(records[column] ?? 0, second.records);
      bytes[column] = Math.max(bytes[column] ?? 0, second.bytes);
    }
    return { records, bytes };
  }

  private at(second: number): { records: number; bytes: number } {
    if (second > this.newest || second <= this.newest - ARRIVAL_SECONDS) {
      return { records: 0, bytes: 0 };
    }
    const slot = slotOf(second);
    return { records: this.records[slot] ?? 0, bytes: this.bytes[slot] ?? 0 };
  }

  private advanceTo(second: number): void {
    if (second <= this.newest) return;
    const from = Math.max(this.newest + 1, second - ARRIVAL_SECONDS + 1);
    for (let empty = from; empty <= second; empty++) {
      this.records[slotOf(empty)] = 0;
      this.bytes[slotOf(empty)] = 0;
    }
    this.newest = second;
  }
}

function slotOf(second: number): number {
  return ((second % ARRIVAL_SECONDS) + ARRIVAL_SECONDS) % ARRIVAL_SECONDS;
}
