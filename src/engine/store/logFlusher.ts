import { closeSync, fdatasync, fdatasyncSync, openSync } from 'node:fs';
import { messageOf } from '../../base/errors.ts';
import { FLUSH_DELAY_MS, FLUSH_RETRY_MS_MAX } from '../limits.ts';
import type { Log } from '../log.ts';
import type { Flusher } from './groupCommit.ts';

/**
 * Flushes SQLite's write-ahead log, in which every committed transaction stands, beside the event
 * loop. SQLite itself flushes it only when it folds it into the database. The log is one file for
 * as long as the database is open exclusively, and it carries no lock that closing it here would
 * let go.
 *
 * After a failure the system may have forgotten what it did not write, and the log may have a hole
 * that hides all that comes after it. So no flush succeeds again until `fold` has brought everything
 * into the database. That is tried until it succeeds; meanwhile `failure` says that nothing more
 * should be committed.
 */
export class LogFlusher implements Flusher {
  private readonly path: string;
  private readonly fold: () => void;
  private readonly log: Log;
  private file: number | undefined;
  private holed = false;
  private closed = false;
  private soon: NodeJS.Timeout | undefined;
  private current: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;
  /** Why the disk cannot be relied upon at present. */
  failure: Error | undefined;

  /** `fold` puts the whole log into the database, flushes that, and starts the log anew. */
  constructor(databasePath: string, fold: () => void, log: Log) {
    this.path = `${databasePath}-wal`;
    this.fold = fold;
    this.log = log;
  }

  /** For those who do not wait: within `FLUSH_DELAY_MS`, together with all that comes meanwhile. */
  flushSoon(): void {
    this.soon ??= setTimeout(() => {
      // What is committed from now on may come too late for this flush.
      this.soon = undefined;
      void this.flush();
    }, FLUSH_DELAY_MS).unref();
  }

  /** One flush runs at a time: what is committed meanwhile shares the one after it. */
  flush(): Promise<void> {
    this.next ??= this.current.then(() => {
      this.next = undefined;
      this.current = this.flushUntilDone();
      return this.current;
    });
    return this.next;
  }

  flushNow(): void {
    if (!this.holed) this.note(this.errorOfFlushNow());
    if (this.holed) this.mend();
    if (this.failure !== undefined) throw this.failure;
  }

  /** Before the database is closed, which removes the log. */
  close(): void {
    this.closed = true;
    clearTimeout(this.soon);
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }

  private async flushUntilDone(): Promise<void> {
    for (let delayMs = FLUSH_DELAY_MS; ; delayMs = Math.min(2 * delayMs, FLUSH_RETRY_MS_MAX)) {
      if (!this.holed) this.note(await this.errorOfFlush());
      // Closing the database flushes it.
      if (this.closed) return;
      if (this.holed) this.mend();
      if (this.failure === undefined) return;
      await new Promise((resolve) => setTimeout(resolve, delayMs).unref());
    }
  }

  private errorOfFlush(): Promise<unknown> {
    return new Promise((resolve) => {
      try {
        fdatasync(this.opened(), (error) => {
          resolve(error ?? undefined);
        });
      } catch (error) {
        resolve(error);
      }
    });
  }

  private errorOfFlushNow(): unknown {
    try {
      fdatasyncSync(this.opened());
      return undefined;
    } catch (error) {
      return error;
    }
  }

  /** The log is there from the first commit on. Flushing needs a file that is open for writing. */
  private opened(): number {
    this.file ??= openSync(this.path, 'r+');
    return this.file;
  }

  private note(error: unknown): void {
    if (error === undefined || this.closed) return;
    this.holed = true;
    this.log.error('store: the log could not be flushed to the disk:', error);
  }

  private mend(): void {
    try {
      this.fold();
      if (this.failure !== undefined) this.log.info('store: the disk works again');
      this.failure = undefined;
      this.holed = false;
    } catch (error) {
      if (this.failure === undefined) {
        this.log.error('store: the disk fails; nothing is written until it works again:', error);
      }
      this.failure = new Error(`the disk fails (${messageOf(error)})`, { cause: error });
    }
  }
}
