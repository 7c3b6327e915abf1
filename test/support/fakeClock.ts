import type { Clock } from '../../src/base/clock.ts';
import { type Disposable, toDisposable } from '../../src/base/lifecycle.ts';

interface Timer {
  readonly dueMs: number;
  readonly order: number;
  readonly callback: () => void;
  readonly item: Disposable;
}

/** A clock that stands still until a test moves it. */
export class FakeClock implements Clock {
  private timeMs: number;
  private readonly timers = new Set<Timer>();
  private order = 0;

  constructor(startMs = 1_700_000_000_000) {
    this.timeMs = startMs;
  }

  nowMs(): number {
    return this.timeMs;
  }

  schedule(delayMs: number, callback: () => void): Disposable {
    const item = toDisposable(() => this.timers.delete(timer));
    const timer = {
      dueMs: this.timeMs + Math.max(0, delayMs),
      order: this.order++,
      callback,
      item,
    };
    this.timers.add(timer);
    return item;
  }

  /** Timers that are neither run nor disposed. */
  get pending(): number {
    return this.timers.size;
  }

  /** Runs every timer that falls due within `ms`, in order, letting promises settle around each. */
  async advance(ms: number): Promise<void> {
    const endMs = this.timeMs + ms;
    await settle();
    for (let timer = this.nextDue(endMs); timer; timer = this.nextDue(endMs)) {
      timer.item.dispose();
      this.timeMs = Math.max(this.timeMs, timer.dueMs);
      timer.callback();
      await settle();
    }
    this.timeMs = endMs;
  }

  /** Moves at once, for hours and days: a timer that repeats itself runs once and not each time. */
  async leap(ms: number): Promise<void> {
    this.timeMs += ms;
    await this.advance(0);
  }

  private nextDue(endMs: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.timers) {
      if (timer.dueMs > endMs) continue;
      const isEarlier =
        !next ||
        timer.dueMs < next.dueMs ||
        (timer.dueMs === next.dueMs && timer.order < next.order);
      if (isEarlier) next = timer;
    }
    return next;
  }
}

/** One turn for what waits, one for the write it leads to, one for the answer to that. */
const QUIET_TURNS = 3;

/**
 * Lets every promise that can settle without time or input do so. The disk is no input: what the
 * engine flushes beside the event loop is waited for.
 */
export async function settle(): Promise<void> {
  await turn();
  if (!isDiskBusy()) return;
  for (let quiet = 0; quiet < QUIET_TURNS; quiet = isDiskBusy() ? 0 : quiet + 1) await turn();
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function isDiskBusy(): boolean {
  return process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq'));
}
