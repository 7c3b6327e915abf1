/** Resolves `count` waiters at most at once; every wait ends when its signal aborts. */
class Waiters {
  private readonly resolvers = new Set<() => void>();

  get size(): number {
    return this.resolvers.size;
  }

  wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.resolvers.delete(wake);
        reject(signal.reason as Error);
      };
      const wake = (): void => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      if (signal.aborted) {
        reject(signal.reason as Error);
        return;
      }
      signal.addEventListener('abort', onAbort, { once: true });
      this.resolvers.add(wake);
    });
  }

  /** Wakes the one that has waited longest; false when nobody waits. */
  wakeOne(): boolean {
    for (const wake of this.resolvers) {
      this.resolvers.delete(wake);
      wake();
      return true;
    }
    return false;
  }
}

/** Where readers wait for room in the window. */
export class RoomGate {
  private readonly waiters = new Waiters();

  get held(): number {
    return this.waiters.size;
  }

  wait(signal: AbortSignal): Promise<void> {
    return this.waiters.wait(signal);
  }

  open(): void {
    while (this.waiters.wakeOne());
  }
}

/** Lets at most `max` pieces of work run at once; the others wait in turn. */
export class Permits {
  private free: number;
  private readonly waiters = new Waiters();

  constructor(max: number) {
    this.free = max;
  }

  async run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    if (this.free > 0) this.free--;
    else await this.waiters.wait(signal);
    try {
      return await work();
    } finally {
      // A waiter takes the permit over, so nobody who comes later can get in before it.
      if (!this.waiters.wakeOne()) this.free++;
    }
  }
}
