import { Backoff } from '../../base/backoff.ts';
import { type Clock, sleep } from '../../base/clock.ts';
import { hasCode } from '../../base/errors.ts';
import { DESCRIBE_CONCURRENCY, THROTTLED_ATTEMPTS_MAX, THROTTLED_BACKOFF } from '../limits.ts';
import { TaskQueue } from './taskQueue.ts';

/**
 * Calls of one operation: few at once, their starts apart by an interval, and again after a while
 * when the service throttles them, because others use up the same quota.
 */
export class PacedQueue {
  private readonly clock: Clock;
  private readonly intervalMs: number;
  private readonly signal: AbortSignal;
  private readonly queue = new TaskQueue(DESCRIBE_CONCURRENCY);
  private nextStartMs = 0;

  constructor(options: { clock: Clock; intervalMs: number; signal: AbortSignal }) {
    this.clock = options.clock;
    this.intervalMs = options.intervalMs;
    this.signal = options.signal;
  }

  /** Settles as the last try of the task does; rejects when the signal aborts. */
  async run<T>(task: () => Promise<T>): Promise<T> {
    const backoff = new Backoff({ ...THROTTLED_BACKOFF, random: Math.random });
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.queue.run(() => this.inTime(task));
      } catch (error) {
        if (!hasCode(error, 'throttled') || attempt === THROTTLED_ATTEMPTS_MAX) throw error;
        await sleep(this.clock, backoff.nextDelayMs(), this.signal);
      }
    }
  }

  private async inTime<T>(task: () => Promise<T>): Promise<T> {
    this.signal.throwIfAborted();
    const nowMs = this.clock.nowMs();
    const startMs = Math.max(nowMs, this.nextStartMs);
    this.nextStartMs = startMs + this.intervalMs;
    if (startMs > nowMs) await sleep(this.clock, startMs - nowMs, this.signal);
    return task();
  }
}
