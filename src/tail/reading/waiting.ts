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

/** A part of what a signal ends, which can also end earlier. Dispose it when that part is over. */
export class Scope {
  private readonly outer: AbortSignal;
  private readonly controller = new AbortController();
  private readonly onAbort = (): void => this.end(this.outer.reason as Error);

  constructor(outer: AbortSignal) {
    this.outer = outer;
    outer.addEventListener('abort', this.onAbort, { once: true });
    if (outer.aborted) this.onAbort();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  end(reason: Error): void {
    this.controller.abort(reason);
  }

  /** The outer signal no longer ends it. */
  dispose(): void {
    this.outer.removeEventListener('abort', this.onAbort);
  }
}
