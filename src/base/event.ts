import { type Disposable, toDisposable } from './lifecycle.ts';

/** Subscribes a listener; dispose the result to stop listening. Same shape as VS Code's. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/** For what never changes. */
export const neverFires: Event<never> = () => toDisposable(() => undefined);

/** The sending side of an event. A listener that throws does not keep the others from hearing. */
export class Emitter<T> implements Disposable {
  private readonly listeners = new Set<{ listener: (value: T) => void; item: Disposable }>();
  private readonly onListenerError: (error: unknown) => void;

  constructor(onListenerError: (error: unknown) => void = rethrowLater) {
    this.onListenerError = onListenerError;
  }

  readonly event: Event<T> = (listener) => {
    const item = toDisposable(() => this.listeners.delete(entry));
    const entry = { listener, item };
    this.listeners.add(entry);
    return item;
  };

  fire(value: T): void {
    for (const entry of [...this.listeners]) {
      try {
        entry.listener(value);
      } catch (error) {
        this.onListenerError(error);
      }
    }
  }

  dispose(): void {
    for (const { item } of [...this.listeners]) item.dispose();
  }
}

function rethrowLater(error: unknown): void {
  void Promise.reject(error instanceof Error ? error : new Error(String(error)));
}
