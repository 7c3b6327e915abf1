/**
 * The calls of one connection that have no answer yet. A connection that is replaced, as by a
 * refresh, lets them end: a put that is under way must not be reported as failed although it is
 * stored.
 */
export class CallsInFlight {
  private readonly onIdle: () => void;
  private count = 0;
  private isClosing = false;

  /** `onIdle` runs when the last call has ended after `close`, also for calls that still come then. */
  constructor(onIdle: () => void) {
    this.onIdle = onIdle;
  }

  /** Settles as the call does. */
  async run<T>(call: () => Promise<T>): Promise<T> {
    this.count += 1;
    try {
      return await call();
    } finally {
      this.count -= 1;
      this.endIfIdle();
    }
  }

  close(): void {
    this.isClosing = true;
    this.endIfIdle();
  }

  private endIfIdle(): void {
    if (this.isClosing && this.count === 0) this.onIdle();
  }
}
