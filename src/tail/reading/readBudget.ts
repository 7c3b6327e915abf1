import {
  READ_BUDGET_RECOVERY_MS,
  READ_BUDGET_SHARE_MIN,
  READ_SPENT_CALLS_MAX,
  READ_SPENT_WINDOW_MS,
} from '../limits.ts';

/** What all tails together may take of one shard. */
export interface ReadAllowance {
  readonly readsPerSecond: number;
  /** Infinity where only the calls are counted. */
  readonly bytesPerSecond: number;
}

/** What they did take, over the last seconds. */
export interface ReadsSpent {
  readonly readsPerSecond: number;
  readonly readBytesPerSecond: number;
  /** The reads a second that are allowed at this moment: fewer after a throttle. */
  readonly readsPerSecondMax: number;
}

interface Call {
  readonly startedMs: number;
  bytes: number;
}

/**
 * Spaces the reads of one shard. Reads never come closer than the allowance's rate, and what a read
 * brought is paid for with time before the next. A throttle means that others are kept from reading,
 * so it halves the rate at once; without one the rate comes back slowly.
 */
export class ReadBudget {
  allowance: ReadAllowance;
  private share = 1;
  private shareSinceMs = Number.NEGATIVE_INFINITY;
  private earliestMs = Number.NEGATIVE_INFINITY;
  private current: Call | undefined;
  private readonly calls: Call[] = [];

  constructor(allowance: ReadAllowance) {
    this.allowance = allowance;
  }

  /** One read of a shard at a time: how many bytes it brings is known only when it is over. */
  get isReading(): boolean {
    return this.current !== undefined;
  }

  /** When the next read may begin. */
  get dueMs(): number {
    return this.earliestMs;
  }

  begin(nowMs: number): void {
    this.current = { startedMs: nowMs, bytes: 0 };
    this.calls.push(this.current);
    if (this.calls.length > READ_SPENT_CALLS_MAX) this.calls.shift();
    this.delayUntil(nowMs + 1_000 / this.readsPerSecondMax(nowMs));
  }

  /** `bytes` is what the read brought. */
  end(bytes: number, nowMs: number): void {
    const { current } = this;
    if (!current) return;
    current.bytes = bytes;
    this.current = undefined;
    const bytesPerSecond = this.allowance.bytesPerSecond * this.shareAt(nowMs);
    this.delayUntil(current.startedMs + (bytes * 1_000) / bytesPerSecond);
  }

  /** To be called before the `end` of a read that was refused because the shard is read too much. */
  throttled(nowMs: number): void {
    this.share = Math.max(READ_BUDGET_SHARE_MIN, this.shareAt(nowMs) / 2);
    this.shareSinceMs = nowMs;
    this.delayUntil(nowMs + 1_000 / this.readsPerSecondMax(nowMs));
  }

  readsPerSecondMax(nowMs: number): number {
    return this.allowance.readsPerSecond * this.shareAt(nowMs);
  }

  spent(nowMs: number): ReadsSpent {
    const sinceMs = nowMs - READ_SPENT_WINDOW_MS;
    let reads = 0;
    let bytes = 0;
    for (const call of this.calls) {
      if (call.startedMs <= sinceMs) continue;
      reads++;
      bytes += call.bytes;
    }
    const seconds = READ_SPENT_WINDOW_MS / 1_000;
    return {
      readsPerSecond: reads / seconds,
      readBytesPerSecond: bytes / seconds,
      readsPerSecondMax: this.readsPerSecondMax(nowMs),
    };
  }

  private shareAt(nowMs: number): number {
    if (this.share >= 1) return 1;
    return Math.min(1, this.share + (nowMs - this.shareSinceMs) / READ_BUDGET_RECOVERY_MS);
  }

  private delayUntil(timeMs: number): void {
    this.earliestMs = Math.max(this.earliestMs, timeMs);
  }
}
