import type { Clock } from '../../base/clock.ts';
import { isExpected, messageOf } from '../../base/errors.ts';
import { Emitter } from '../../base/event.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { FrameGate } from '../frameGate.ts';
import {
  SCHEMA_FAILURE_MS,
  SCHEMA_FAILURES_MAX,
  SCHEMA_FETCHES_MAX,
  SCHEMA_FETCHES_PER_MINUTE_MAX,
  SCHEMA_NEWS_MS,
  SCHEMA_TEXTS_CHARS_MAX,
  SCHEMAS_MAX,
} from '../decoders/limits.ts';
import { compileSchema } from './compileSchema.ts';
import { RecentMap } from './recentMap.ts';
import {
  type CompiledSchema,
  keyOf,
  type SchemaId,
  type SchemaSource,
  type SchemaText,
} from './schema.ts';

const MINUTE_MS = 60_000;

export type SchemaState =
  | { readonly name: 'ready'; readonly schema: CompiledSchema }
  | { readonly name: 'waiting' }
  /** The message says what to do. */
  | { readonly name: 'failed'; readonly message: string };

type Failed = Extract<SchemaState, { name: 'failed' }>;

interface Failure {
  readonly state: Failed;
  /** When it is fetched again for whoever asks. */
  readonly untilMs: number;
}

const WAITING: SchemaState = { name: 'waiting' };

/**
 * The schemas of a tail. Asking for one that is not there begins to fetch it and says `waiting`.
 *
 * `onChanged` has the whole window looked at again, which asks for all its schemas again. So that
 * this comes to an end, it fires only for news: a schema that had to make room is made anew of its
 * text, and one that could not be had is as it was while it is tried again, and when that fails.
 */
export class SchemaCache implements Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new Emitter<void>());
  private readonly abort = new AbortController();
  private readonly source: SchemaSource;
  private readonly clock: Clock;
  private readonly onDefect: (error: unknown) => void;
  private readonly announcement: FrameGate;
  private readonly ready = new RecentMap<SchemaState>(SCHEMAS_MAX);
  private readonly texts = new RecentMap<SchemaText>(SCHEMA_TEXTS_CHARS_MAX, charsOf);
  private readonly failures = new RecentMap<Failure>(SCHEMA_FAILURES_MAX);
  private readonly queue = new Map<string, SchemaId>();
  /** Replaced when all is forgotten: what is still under way then is not wanted any more. */
  private underWay = new Set<string>();
  private fetches = 0;
  private fetchesLeft = SCHEMA_FETCHES_PER_MINUTE_MAX;
  private renewMs = Number.NEGATIVE_INFINITY;
  private renewal: Disposable | undefined;
  /** A failure is to be told, or somebody to ask again, when the queue is empty. */
  private isNewsDue = false;

  /** At most once a second, for schemas that have come or have failed for the first time. */
  readonly onChanged = this.changed.event;

  constructor(options: {
    readonly source: SchemaSource;
    readonly clock: Clock;
    readonly onDefect?: (error: unknown) => void;
  }) {
    this.source = options.source;
    this.clock = options.clock;
    this.onDefect = options.onDefect ?? (() => undefined);
    this.announcement = this.store.add(
      new FrameGate(options.clock, () => this.changed.fire(), SCHEMA_NEWS_MS),
    );
  }

  has(id: SchemaId): boolean {
    return this.source.has(id);
  }

  find(id: SchemaId): SchemaState {
    const key = keyOf(id);
    const ready = this.ready.get(key) ?? this.madeAnew(key);
    if (ready) return ready;
    const failure = this.failures.get(key);
    if (!failure || failure.untilMs <= this.clock.nowMs()) this.ask(id, key);
    return failure?.state ?? WAITING;
  }

  /** Fetches everything anew when it is next asked for: the files or the settings have changed. */
  forget(): void {
    for (const known of [this.ready, this.texts, this.failures, this.queue]) known.clear();
    this.underWay = new Set();
    this.changed.fire();
  }

  dispose(): void {
    this.abort.abort();
    this.queue.clear();
    this.renewal?.dispose();
    this.store.dispose();
  }

  private madeAnew(key: string): SchemaState | undefined {
    const text = this.texts.get(key);
    return text && this.keep(key, text);
  }

  private keep(key: string, text: SchemaText): SchemaState {
    const state: SchemaState = { name: 'ready', schema: compileSchema(text) };
    this.ready.set(key, state);
    return state;
  }

  private ask(id: SchemaId, key: string): void {
    if (this.abort.signal.aborted || this.underWay.has(key) || this.queue.has(key)) return;
    // What failed before is not to keep others from their first try.
    const placesMax = this.failures.has(key) ? 1 : SCHEMAS_MAX;
    if (this.queue.size < placesMax) this.queue.set(key, id);
    else this.isNewsDue ||= !this.failures.has(key);
    this.fetchNext();
  }

  private fetchNext(): void {
    for (const [key, id] of this.queue) {
      if (this.fetches >= SCHEMA_FETCHES_MAX || !this.takeTurn()) return;
      this.queue.delete(key);
      void this.fetch(id, key);
    }
  }

  /** False when this minute's fetches are spent; it goes on by itself in the next. */
  private takeTurn(): boolean {
    const nowMs = this.clock.nowMs();
    if (nowMs >= this.renewMs) {
      this.renewMs = nowMs + MINUTE_MS;
      this.fetchesLeft = SCHEMA_FETCHES_PER_MINUTE_MAX;
    }
    if (this.fetchesLeft > 0) {
      this.fetchesLeft--;
      return true;
    }
    this.renewal ??= this.clock.schedule(this.renewMs - nowMs, () => {
      this.renewal = undefined;
      this.fetchNext();
    });
    return false;
  }

  private async fetch(id: SchemaId, key: string): Promise<void> {
    const { underWay } = this;
    const { signal } = this.abort;
    underWay.add(key);
    this.fetches++;
    let hasCome = false;
    try {
      const text = await this.source.fetch(id, signal);
      if (underWay === this.underWay && !signal.aborted) {
        this.keep(key, text);
        this.texts.set(key, text);
        this.failures.delete(key);
        hasCome = true;
      }
    } catch (error) {
      if (underWay === this.underWay && !signal.aborted) this.fail(key, error);
    }
    underWay.delete(key);
    this.fetches--;
    if (signal.aborted) return;
    this.fetchNext();
    if (!hasCome && !(this.isNewsDue && this.queue.size === 0)) return;
    this.isNewsDue = false;
    this.announcement.request();
  }

  private fail(key: string, error: unknown): void {
    // What a library says of a schema that it does not understand is for the person too.
    const state: Failed = { name: 'failed', message: sentence(messageOf(error)) };
    this.isNewsDue ||= !this.failures.has(key);
    this.failures.set(key, { state, untilMs: this.clock.nowMs() + SCHEMA_FAILURE_MS });
    if (!isExpected(error) && !(error instanceof Error)) this.onDefect(error);
  }
}

function charsOf({ text, references = [] }: SchemaText): number {
  return references.reduce((sum, reference) => sum + reference.text.length, text.length);
}

/** As notes are written: without the full stop. */
function sentence(message: string): string {
  return message.trim().replace(/\.$/, '');
}
