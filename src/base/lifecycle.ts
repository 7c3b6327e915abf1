/**
 * Base: what every room stands on. Pure TypeScript with no Node, no DOM and no VS Code, so that
 * the engine, the extension host and the webview can all use it. Start reading here: disposables
 * are how everything in this project ends.
 */

export interface Disposable {
  dispose(): void;
}

/** Hears of every disposable of this file; the unit suites use it to find those that leak. */
export interface DisposableTracker {
  created(item: Disposable): void;
  /** Its end is now the business of an owner. */
  owned(item: Disposable): void;
  disposed(item: Disposable): void;
}

let tracker: DisposableTracker | undefined;

export function trackDisposables(next: DisposableTracker): void {
  tracker = next;
}

/** Wraps `onDispose` so that it runs at most once. */
export function toDisposable(onDispose: () => void): Disposable {
  let pending: (() => void) | undefined = onDispose;
  const item = {
    dispose() {
      const run = pending;
      pending = undefined;
      tracker?.disposed(item);
      run?.();
    },
  };
  tracker?.created(item);
  return item;
}

/**
 * Owns disposables and ends them together, newest first. A store that is already disposed
 * disposes newcomers at once, so a late registration cannot leak.
 */
export class DisposableStore implements Disposable {
  private readonly items = new Set<Disposable>();
  private ended = false;

  constructor() {
    tracker?.created(this);
  }

  get disposed(): boolean {
    return this.ended;
  }

  /** Registers `item` and returns it. */
  add<T extends Disposable>(item: T): T {
    tracker?.owned(item);
    if (this.ended) item.dispose();
    else this.items.add(item);
    return item;
  }

  /** Disposes `item` now and forgets it. */
  delete(item: Disposable): void {
    if (this.items.delete(item)) item.dispose();
  }

  /** Disposes what is held; the store stays usable. Throws an AggregateError if any dispose threw. */
  clear(): void {
    const items = [...this.items].reverse();
    this.items.clear();
    const errors: unknown[] = [];
    for (const item of items) {
      try {
        item.dispose();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, 'Some disposables failed to dispose');
  }

  dispose(): void {
    if (this.ended) return;
    this.ended = true;
    tracker?.disposed(this);
    this.clear();
  }
}
