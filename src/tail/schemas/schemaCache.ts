import type { Clock } from '../../base/clock.ts';
import { isExpected, messageOf } from '../../base/errors.ts';
import { Emitter } from '../../base/event.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { SCHEMA_FAILURE_MS, SCHEMA_FETCHES_MAX, SCHEMAS_MAX } from '../limits.ts';
import { compileSchema } from './compileSchema.ts';
import { type CompiledSchema, keyOf, type SchemaId, type SchemaSource } from './schema.ts';

export type SchemaState =
  | { readonly name: 'ready'; readonly schema: CompiledSchema }
  | { readonly name: 'waiting' }
  /** The message says what to do. */
  | { readonly name: 'failed'; readonly message: string };

interface Entry {
  state: SchemaState;
  /** When a failure is forgotten, and the schema fetched again. */
  until: number;
}

const WAITING: SchemaState = { name: 'waiting' };

/**
 * The schemas of a tail. Asking for one that is not there begins to fetch it and says `waiting`;
 * `onChanged` fires when it has come or has failed. It keeps a bounded number, fetches a few at a
 * time, and forgets failures after a while, so that what was mended is seen.
 */
export class SchemaCache implements Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new Emitter<void>());
  private readonly abort = new AbortController();
  private readonly source: SchemaSource;
  private readonly clock: Clock;
  private readonly onDefect: (error: unknown) => void;
  private readonly entries = new Map<string, Entry>();
  private fetches = 0;

  readonly onChanged = this.changed.event;

  constructor(options: {
    readonly source: SchemaSource;
    readonly clock: Clock;
    readonly onDefect?: (error: unknown) => void;
  }) {
    this.source = options.source;
    this.clock = options.clock;
    this.onDefect = options.onDefect ?? (() => undefined);
  }

  has(id: SchemaId): boolean {
    return this.source.has(id);
  }

  find(id: SchemaId): SchemaState {
    const key = keyOf(id);
    const known = this.entries.get(key);
    if (known && known.until > this.clock.nowMs()) {
      // The most recently used is the last to go.
      this.entries.delete(key);
      this.entries.set(key, known);
      return known.state;
    }
    if (!this.abort.signal.aborted && this.fetches < SCHEMA_FETCHES_MAX) void this.fetch(id, key);
    return WAITING;
  }

  /** Fetches everything anew when it is next asked for: the files or the settings have changed. */
  forget(): void {
    this.entries.clear();
    this.changed.fire();
  }

  dispose(): void {
    this.abort.abort();
    this.store.dispose();
  }

  private async fetch(id: SchemaId, key: string): Promise<void> {
    const entry: Entry = { state: WAITING, until: Number.POSITIVE_INFINITY };
    this.keep(key, entry);
    this.fetches++;
    try {
      const text = await this.source.fetch(id, this.abort.signal);
      entry.state = { name: 'ready', schema: compileSchema(text) };
    } catch (error) {
      if (this.abort.signal.aborted) return;
      // What a library says of a schema that it does not understand is for the person too.
      entry.state = { name: 'failed', message: sentence(messageOf(error)) };
      entry.until = this.clock.nowMs() + SCHEMA_FAILURE_MS;
      if (!isExpected(error) && !(error instanceof Error)) this.onDefect(error);
    } finally {
      this.fetches--;
    }
    this.changed.fire();
  }

  private keep(key: string, entry: Entry): void {
    this.entries.set(key, entry);
    if (this.entries.size <= SCHEMAS_MAX) return;
    const [oldest] = this.entries.keys();
    if (oldest !== undefined) this.entries.delete(oldest);
  }
}

/** As notes are written: without the full stop. */
function sentence(message: string): string {
  return message.trim().replace(/\.$/, '');
}
