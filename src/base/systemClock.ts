import type { Clock } from './clock.ts';
import { toDisposable } from './lifecycle.ts';

/** The machine's own time, for everything that is not a test. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  schedule(delayMs, callback) {
    const item = toDisposable(() => {
      clearTimeout(timer);
    });
    const timer = setTimeout(() => {
      item.dispose();
      callback();
    }, delayMs);
    return item;
  },
};
