import type { TailProgress } from '../../protocol/webview/tail.ts';
import {
  PROGRESS_BEHIND_MS,
  PROGRESS_SAMPLES_MIN,
  PROGRESS_SMOOTHING,
  PROGRESS_SPEED_MIN,
  PROGRESS_THERE_MS,
} from '../limits.ts';

export interface ProgressSample {
  readonly nowMs: number;
  /** Undefined while no shard has answered. */
  readonly behindMs: number | undefined;
  /** Default 0. */
  readonly recordsPerSecond?: number;
  readonly bytesPerSecond?: number;
  readonly emptyReads: number;
}

/**
 * How far there is to read, and for how long: from how fast the distance shrinks, which it does
 * also where there are no records.
 */
export class ProgressMeter {
  private last: { nowMs: number; behindMs: number } | undefined;
  private mostMs = 0;
  private share = 0;
  private samples = 0;
  /** Milliseconds of the stream that pass per millisecond of ours. */
  private speed = 0;
  private etaMs: number | undefined;

  /** To be called about once a second; undefined while the tail is not behind. */
  sample(sample: ProgressSample): TailProgress | undefined {
    const behindMs = Math.max(0, sample.behindMs ?? 0);
    const isBehind = behindMs >= (this.last ? PROGRESS_THERE_MS : PROGRESS_BEHIND_MS);
    if (sample.behindMs === undefined || !Number.isFinite(behindMs) || !isBehind) {
      this.reset();
      return undefined;
    }
    this.measure(sample.nowMs, behindMs);
    this.mostMs = Math.max(this.mostMs, behindMs);
    this.share = Math.max(this.share, 1 - behindMs / this.mostMs);
    const trend = this.trend();
    this.etaMs = trend === 'nearing' ? this.estimate(behindMs) : undefined;
    const { recordsPerSecond = 0, bytesPerSecond = 0, emptyReads } = sample;
    return {
      behindMs,
      share: this.share,
      trend,
      etaMs: this.etaMs,
      recordsPerSecond,
      bytesPerSecond,
      emptyReads,
    };
  }

  reset(): void {
    this.last = undefined;
    this.etaMs = undefined;
    this.mostMs = this.share = this.samples = this.speed = 0;
  }

  private measure(nowMs: number, behindMs: number): void {
    const { last } = this;
    this.last = { nowMs, behindMs };
    if (!last || nowMs <= last.nowMs) return;
    const elapsedMs = nowMs - last.nowMs;
    this.etaMs = this.etaMs === undefined ? undefined : Math.max(0, this.etaMs - elapsedMs);
    const speed = (last.behindMs - behindMs) / elapsedMs;
    this.samples++;
    // The mean at first, so that the first sample does not weigh more than those that follow.
    this.speed += (speed - this.speed) * Math.max(PROGRESS_SMOOTHING, 1 / this.samples);
  }

  private trend(): TailProgress['trend'] {
    if (this.samples < PROGRESS_SAMPLES_MIN) return 'estimating';
    return this.speed >= PROGRESS_SPEED_MIN ? 'nearing' : 'falling';
  }

  /** Moves towards the new estimate, so that it does not jump from second to second. */
  private estimate(behindMs: number): number {
    const etaMs = behindMs / this.speed;
    return this.etaMs === undefined
      ? etaMs
      : this.etaMs + (etaMs - this.etaMs) * PROGRESS_SMOOTHING;
  }
}
