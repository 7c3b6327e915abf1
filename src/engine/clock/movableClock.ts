import type { Clock } from '../../base/clock.ts';
import { type Disposable, toDisposable } from '../../base/lifecycle.ts';
import { TIMER_MS_MAX } from '../limits.ts';

interface Timer {
  /** In this clock's time. */
  dueMs: number;
  readonly callback: () => void;
  readonly item: Disposable;
  underlying: Disposable | undefined;
}

/**
 * Another clock, moved forward by an offset. Moving it is what a suspended machine does: time jumps,
 * and what has fallen due meanwhile runs at once, in the order in which it was due.
 */
export class MovableClock implements Clock {
  private readonly underlying: Clock;
  private readonly timers = new Set<Timer>();
  private offset = 0;

  constructor(underlying: Clock) {
    this.underlying = underlying;
  }

  /** How far this clock is ahead of the one below. */
  get offsetMs(): number {
    return this.offset;
  }

  nowMs(): number {
    return this.underlying.nowMs() + this.offset;
  }

  schedule(delayMs: number, callback: () => void): Disposable {
    const item = toDisposable(() => {
      this.timers.delete(timer);
      timer.underlying?.dispose();
    });
    const timer: Timer = { dueMs: this.nowMs() + delayMs, callback, item, underlying: undefined };
    this.timers.add(timer);
    this.arm(timer);
    return item;
  }

  /** What falls due runs in the turns that follow, as timers do. */
  advance(byMs: number): void {
    this.offset += byMs;
    const timers = [...this.timers].sort((a, b) => a.dueMs - b.dueMs);
    for (const timer of timers) {
      timer.underlying?.dispose();
      this.arm(timer);
    }
  }

  /** Back to the time of the clock below. What is scheduled keeps the delay that it still has. */
  reset(): void {
    for (const timer of this.timers) timer.dueMs -= this.offset;
    this.offset = 0;
  }

  private arm(timer: Timer): void {
    const delayMs = Math.max(0, timer.dueMs - this.nowMs());
    // A wait beyond what the platform can count is made of several.
    timer.underlying = this.underlying.schedule(Math.min(delayMs, TIMER_MS_MAX), () => {
      if (delayMs > TIMER_MS_MAX) {
        this.arm(timer);
        return;
      }
      timer.item.dispose();
      timer.callback();
    });
  }
}
