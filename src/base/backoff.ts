/** Exponential backoff with full jitter. Pure: randomness comes in as an argument. */
export class Backoff {
  private attempts = 0;
  private readonly firstMs: number;
  private readonly maxMs: number;
  private readonly random: () => number;

  /** `random` gives numbers in [0, 1). The n-th delay lies between half and all of first × 2^n, capped. */
  constructor(options: { firstMs: number; maxMs: number; random: () => number }) {
    this.firstMs = options.firstMs;
    this.maxMs = options.maxMs;
    this.random = options.random;
  }

  nextDelayMs(): number {
    const ceilingMs = Math.min(this.maxMs, this.firstMs * 2 ** this.attempts);
    this.attempts = Math.min(this.attempts + 1, 30);
    return Math.round(ceilingMs * (0.5 + this.random() / 2));
  }

  reset(): void {
    this.attempts = 0;
  }
}
