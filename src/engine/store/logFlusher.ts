import { closeSync, fdatasync, fdatasyncSync, openSync } from 'node:fs';
import { FLUSH_DELAY_MS } from '../limits.ts';
import type { Flusher } from './groupCommit.ts';

/**
 * Flushes SQLite's write-ahead log, in which every committed transaction stands, beside the event
 * loop. SQLite itself flushes it only when it folds it into the database. The log is one file for
 * as long as the database is open exclusively, and it carries no lock that closing it here would
 * let go.
 *
 * After a failure the system may have forgotten what it did not write, and the log may have a hole
 * that hides all that comes after it. So no flush succeeds again until `fold` has brought everything
 * into the database.
 */
export class LogFlusher implements Flusher {
  private readonly path: string;
  private readonly fold: () => void;
  private file: number | undefined;
  private holed = false;
  private closed = false;
  private timer: NodeJS.Timeout | undefined;

  /** `fold` puts the whole log into the database, flushes that, and starts the log anew. */
  constructor(databasePath: string, fold: () => void) {
    this.path = `${databasePath}-wal`;
    this.fold = fold;
  }

  /** For those who do not wait: within `FLUSH_DELAY_MS`, together with all that comes meanwhile. */
  flushSoon(): void {
    this.timer ??= setTimeout(() => {
      // What is committed from now on may come too late for this flush.
      this.timer = undefined;
      // A failure leaves the log holed, and the next flush folds it.
      this.flush().catch(() => undefined);
    }, FLUSH_DELAY_MS).unref();
  }

  async flush(): Promise<void> {
    if (!this.holed) this.holed = !(await this.flushed());
    // What was running when the database was closed has been flushed by `flushNow`.
    if (this.holed && !this.closed) this.mend();
  }

  flushNow(): void {
    if (!this.holed) this.holed = !this.flushedNow();
    if (this.holed) this.mend();
  }

  /** Before the database is closed, which removes the log. */
  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }

  private flushed(): Promise<boolean> {
    return new Promise((resolve) => {
      try {
        fdatasync(this.opened(), (error) => {
          resolve(error === null);
        });
      } catch {
        resolve(false);
      }
    });
  }

  private flushedNow(): boolean {
    try {
      fdatasyncSync(this.opened());
      return true;
    } catch {
      return false;
    }
  }

  /** The log is there from the first commit on. Flushing needs a file that is open for writing. */
  private opened(): number {
    this.file ??= openSync(this.path, 'r+');
    return this.file;
  }

  private mend(): void {
    this.fold();
    this.holed = false;
  }
}
