/**
 * Says how many records are due so that the rate is exact over time: it counts from one fixed
 * moment, so fractions are never lost and no rounding adds up. When more than `catchUpMaxMs` passed
 * since the next record was due, the rest is forgotten instead of being made up for in one burst.
 */
export class RateBudget {
  private readonly recordsPerSecond: number;
  private readonly catchUpMaxMs: number;
  private anchorMs: number;
  private taken = 0;

  constructor(options: { recordsPerSecond: number; catchUpMaxMs: number; nowMs: number }) {
    this.recordsPerSecond = options.recordsPerSecond;
    this.catchUpMaxMs = options.catchUpMaxMs;
    this.anchorMs = options.nowMs;
  }

  /** The number of records that are due at `nowMs` and were not taken before. */
  take(nowMs: number): number {
    const lateMs = nowMs - this.nextDueMs();
    if (lateMs > this.catchUpMaxMs) this.anchorMs += lateMs - this.catchUpMaxMs;
    // Only a clock that was set back is ever this far behind: count anew.
    else if (nowMs < this.anchorMs) this.restart(nowMs);
    const due = Math.floor(((nowMs - this.anchorMs) * this.recordsPerSecond) / 1000) - this.taken;
    if (due <= 0) return 0;
    this.taken += due;
    return due;
  }

  /** Counts from `nowMs` on, as if nothing had been due before. */
  restart(nowMs: number): void {
    this.anchorMs = nowMs;
    this.taken = 0;
  }

  private nextDueMs(): number {
    return this.anchorMs + ((this.taken + 1) * 1000) / this.recordsPerSecond;
  }
}
