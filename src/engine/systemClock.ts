import type { Clock } from '../base/clock.ts';
import { toDisposable } from '../base/lifecycle.ts';

/** The machine's own time. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  schedule(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return toDisposable(() => {
      clearTimeout(timer);
    });
  },
};
