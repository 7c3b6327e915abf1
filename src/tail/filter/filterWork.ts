import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/lifecycle.ts';

interface Filtered {
  readonly filterPending: number;
  filterSlice(nowMs: () => number): void;
}

/** Filters in slices, and lets everything else run in between. */
export class FilterWork implements Disposable {
  private readonly clock: Clock;
  private readonly view: Filtered;
  private readonly onProgress: () => void;
  private timer: Disposable | undefined;
  private isDisposed = false;

  constructor(clock: Clock, view: Filtered, onProgress: () => void) {
    this.clock = clock;
    this.view = view;
    this.onProgress = onProgress;
  }

  /** Goes on until nothing is pending; to be called whenever something may be. */
  request(): void {
    if (this.timer || this.isDisposed || this.view.filterPending === 0) return;
    this.timer = this.clock.schedule(0, () => {
      this.timer = undefined;
      this.view.filterSlice(() => this.clock.nowMs());
      this.onProgress();
      this.request();
    });
  }

  dispose(): void {
    this.isDisposed = true;
    this.timer?.dispose();
  }
}
