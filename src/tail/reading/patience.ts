import { Backoff } from '../../base/backoff.ts';
import { type Clock, sleep } from '../../base/clock.ts';
import { isExpected } from '../../base/errors.ts';
import { THROTTLE_BACKOFF_MS, TROUBLE_BACKOFF_MS } from '../limits.ts';
import { mayPass } from './passing.ts';

export interface PatienceListener {
  onThrottle(): void;
  /** With the reason when trouble begins or changes, with undefined when it is over. */
  onTrouble(message: string | undefined): void;
}

/** Repeats calls for as long as what hinders them can pass by itself. */
export class Patience {
  private readonly clock: Clock;
  private readonly listener: PatienceListener;
  private readonly throttleBackoff: Backoff;
  private readonly troubleBackoff: Backoff;
  private trouble: string | undefined;

  constructor(options: { clock: Clock; random: () => number; listener: PatienceListener }) {
    const { clock, random, listener } = options;
    this.clock = clock;
    this.listener = listener;
    this.throttleBackoff = makeBackoff(THROTTLE_BACKOFF_MS, random);
    this.troubleBackoff = makeBackoff(TROUBLE_BACKOFF_MS, random);
  }

  /** Rejects with the signal's reason, or with an error that will not pass. */
  async call<T>(perform: () => Promise<T>, signal: AbortSignal): Promise<T> {
    for (;;) {
      try {
        const result = await perform();
        signal.throwIfAborted();
        this.recovered();
        return result;
      } catch (error) {
        signal.throwIfAborted();
        await sleep(this.clock, this.delayAfter(error), signal);
      } finally {
        // Given up: whoever calls next has to say again what hinders them.
        if (signal.aborted) this.trouble = undefined;
      }
    }
  }

  /** Throws the error if waiting cannot help. */
  private delayAfter(error: unknown): number {
    if (!isExpected(error)) throw error;
    if (error.code === 'throttled') {
      this.listener.onThrottle();
      return this.throttleBackoff.nextDelayMs();
    }
    if (!mayPass(error)) throw error;
    this.report(error.message);
    return this.troubleBackoff.nextDelayMs();
  }

  private recovered(): void {
    this.throttleBackoff.reset();
    this.troubleBackoff.reset();
    this.report(undefined);
  }

  private report(trouble: string | undefined): void {
    if (trouble === this.trouble) return;
    this.trouble = trouble;
    this.listener.onTrouble(trouble);
  }
}

function makeBackoff(range: { first: number; max: number }, random: () => number): Backoff {
  return new Backoff({ firstMs: range.first, maxMs: range.max, random });
}
