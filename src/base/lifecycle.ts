/**
 * Base: what every room stands on. Pure TypeScript with no Node, no DOM and no VS Code, so that
 * the engine, the extension host and the webview can all use it. Start reading here: disposables
 * are how everything in this project ends.
 */

export interface Disposable {
  dispose(): void;
}

/** Wraps `onDispose` so that it runs at most once. */
export function toDisposable(onDispose: () => void): Disposable {
  let pending: (() => void) | undefined = onDispose;
  return {
    dispose() {
      const run = pending;
      pending = undefined;
      run?.();
    },
  };
}

/**
 * Owns disposables and ends them together, newest first. A store that is already disposed
 * disposes newcomers at once, so a late registration cannot leak.
 */
export class DisposableStore implements Disposable {
  private readonly items = new Set<Disposable>();
  private ended = false;

  get disposed(): boolean {
    return this.ended;
  }

  /** Registers `item` and returns it. */
  add<T extends Disposable>(item: T): T {
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
    this.clear();
  }
}
