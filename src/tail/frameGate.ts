import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/lifecycle.ts';
import { FRAME_MS } from './limits.ts';

/** Runs `flush` soon after a request, but at most once a frame, or interval, however many requests come. */
export class FrameGate implements Disposable {
  private readonly clock: Clock;
  private readonly flush: () => void;
  private readonly intervalMs: number;
  private flushedMs = Number.NEGATIVE_INFINITY;
  private timer: Disposable | undefined;
  private ended = false;

  constructor(clock: Clock, flush: () => void, intervalMs = FRAME_MS) {
    this.clock = clock;
    this.flush = flush;
    this.intervalMs = intervalMs;
  }

  request(): void {
    if (this.timer || this.ended) return;
    const delayMs = Math.max(0, this.flushedMs + this.intervalMs - this.clock.nowMs());
    this.timer = this.clock.schedule(Math.min(delayMs, this.intervalMs), () => {
      this.timer = undefined;
      this.flushedMs = this.clock.nowMs();
      this.flush();
    });
  }

  dispose(): void {
    this.ended = true;
    this.timer?.dispose();
    this.timer = undefined;
  }
}
