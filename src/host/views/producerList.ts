import { isDeepStrictEqual } from 'node:util';
import { Emitter } from '../../base/event.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { ProducerStatus } from '../../protocol/engine/control.ts';

/**
 * The producers as they were last heard of. Tells of a change only where a row looks different then:
 * while VS Code draws rows anew, what a person does to one of them comes without its row.
 */
export class ProducerList implements Disposable {
  private readonly store = new DisposableStore();
  private readonly changeEmitter = this.store.add(new Emitter<undefined>());
  readonly onDidChange = this.changeEmitter.event;

  private readonly ask: () => Promise<readonly ProducerStatus[]>;
  private known: readonly ProducerStatus[] = [];
  private newest: Promise<void> | undefined;

  /** `ask` says what runs now, and never rejects. */
  constructor(ask: () => Promise<readonly ProducerStatus[]>) {
    this.ask = ask;
  }

  /** Asks again. Resolves when it is known. */
  look(): Promise<void> {
    const asked = this.ask().then((producers) => {
      // An answer that was overtaken by a later question says how things were.
      if (this.newest === asked) this.learn(producers);
    });
    this.newest = asked;
    return asked;
  }

  /** Once what was asked last is answered. */
  async all(): Promise<readonly ProducerStatus[]> {
    await (this.newest ?? this.look());
    return this.known;
  }

  dispose(): void {
    this.store.dispose();
  }

  private learn(producers: readonly ProducerStatus[]): void {
    const isSame = isDeepStrictEqual(producers.map(shownOf), this.known.map(shownOf));
    this.known = producers;
    if (!isSame) this.changeEmitter.fire(undefined);
  }
}

/** Without what changes all the time and no row shows. */
function shownOf(
  producer: ProducerStatus,
): Omit<ProducerStatus, 'recordsPut' | 'recordsThrottled'> {
  const { recordsPut: _put, recordsThrottled: _throttled, ...shown } = producer;
  return shown;
}
