/** A rate limit that fills evenly and holds at most `capacity`. Time comes in with each call. */
export class TokenBucket {
  private readonly perSecond: number;
  readonly capacity: number;
  private tokens: number;
  private filledMs = Number.NEGATIVE_INFINITY;

  constructor(perSecond: number, capacity: number = perSecond) {
    this.perSecond = perSecond;
    this.capacity = capacity;
    this.tokens = capacity;
  }

  available(nowMs: number): number {
    const elapsedMs = Math.max(0, nowMs - this.filledMs);
    this.tokens = Math.min(this.capacity, this.tokens + (elapsedMs * this.perSecond) / 1000);
    this.filledMs = nowMs;
    return this.tokens;
  }

  /** May take more than there is; what is owed is paid back at the same rate. */
  take(count: number): void {
    this.tokens -= count;
  }
}
