import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/lifecycle.ts';

interface Worked {
  /** Records that are still to be looked at, or put in order. */
  readonly pending: number;
  workSlice(nowMs: () => number): void;
}

/** Filters and orders in slices, and lets everything else run in between. */
export class ViewWork implements Disposable {
  private readonly clock: Clock;
  private readonly view: Worked;
  private readonly onProgress: () => void;
  private timer: Disposable | undefined;
  private isDisposed = false;

  constructor(clock: Clock, view: Worked, onProgress: () => void) {
    this.clock = clock;
    this.view = view;
    this.onProgress = onProgress;
  }

  /** Goes on until nothing is pending; to be called whenever something may be. */
  request(): void {
    if (this.timer || this.isDisposed || this.view.pending === 0) return;
    this.timer = this.clock.schedule(0, () => {
      this.timer = undefined;
      this.view.workSlice(() => this.clock.nowMs());
      this.onProgress();
      this.request();
    });
  }

  dispose(): void {
    this.isDisposed = true;
    this.timer?.dispose();
  }
}
