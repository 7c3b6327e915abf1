import { closeSync, fdatasync, fdatasyncSync, openSync, readSync, writeSync } from 'node:fs';
import { messageOf } from '../../base/errors.ts';
import { FLUSH_DELAY_MS, FLUSH_RETRY_MS_MAX } from '../limits.ts';
import type { Log } from '../log.ts';
import type { Flusher } from './groupCommit.ts';

/** How the database's file reaches the disk; a test has disks that are slow or fail. */
export interface Disk {
  /** Resolves with the error, if there is one. */
  flush(file: number): Promise<unknown>;
  /** Throws the error. */
  flushNow(file: number): void;
}

const WAL_HEADER_BYTES = 32;
const WAL_SALTS_AT = 16;
const FRAME_HEADER_BYTES = 24;
const FRAME_SALTS_AT = 8;
const SALTS_BYTES = 8;
/** Looking at the log takes two calls of the system. */
const COMMITS_A_LOOK = 8;

/**
 * Folds a long write-ahead log into the database. SQLite would do it within a commit: it flushes the
 * log, copies its pages to the database and flushes that, and the event loop waits for the disk
 * twice. Here both flushes run beside the event loop; only the copying, which is quick, does not.
 *
 * From the copying to the end of the second flush nothing may be committed (`isHolding`): the next
 * commit starts the log anew, over pages that the database on the disk may not have yet. A database
 * that cannot be flushed leaves the log as the only place that has them; then writes are refused
 * until its pages were written once more and flushed.
 */
export class LogFolder {
  private readonly options: LogFolderOptions;
  private readonly framesMax: number;
  private state: 'idle' | 'flushingLog' | 'flushingDatabase' = 'idle';
  private holds = false;
  /** Counts foldings, so that one that was ended meanwhile does not go on. */
  private turn = 0;
  /** Of the log that was copied. */
  private frames = 0;
  private commits = 0;
  private logFile: number | undefined;
  private databaseFile: number | undefined;
  /** Why the disk cannot be relied upon at present. */
  failure: Error | undefined;

  constructor(options: LogFolderOptions) {
    this.options = options;
    this.framesMax = Math.ceil(options.logBytes / options.pageBytes);
  }

  /** Whether commits have to wait for `onReleased`. */
  get isHolding(): boolean {
    return this.holds && this.failure === undefined;
  }

  /** To be called after each commit. */
  committed(): void {
    this.commits += 1;
    if (this.state !== 'idle' || this.commits % COMMITS_A_LOOK !== 0) return;
    if (this.isLogLong()) void this.fold();
  }

  /** Ends the holding before it returns; throws when the disk fails. */
  finishNow(): void {
    if (!this.holds) return;
    if (this.state === 'flushingDatabase') this.flushDatabaseNow();
    this.release();
  }

  /**
   * Before the database is closed, which removes the log. Gives whether it may be: not while the log
   * alone has what was written.
   */
  finish(): boolean {
    try {
      this.finishNow();
    } catch {
      return false;
    } finally {
      // Nothing goes on after this.
      this.turn += 1;
    }
    if (this.logFile !== undefined) closeSync(this.logFile);
    this.logFile = undefined;
    return true;
  }

  /** Only after the database is closed: this would end its lock on the file. */
  close(): void {
    if (this.databaseFile !== undefined) closeSync(this.databaseFile);
    this.databaseFile = undefined;
  }

  private async fold(): Promise<void> {
    const { flusher, copyLog, log } = this.options;
    this.turn += 1;
    const { turn } = this;
    this.state = 'flushingLog';
    await flusher.flush();
    if (this.turn !== turn) return;
    // What was committed meanwhile is little, and takes little time.
    this.holds = true;
    await flusher.flush();
    if (this.turn !== turn) return;
    try {
      this.databaseFile ??= openSync(this.options.databasePath, 'r+');
      this.frames = copyLog();
    } catch (error) {
      // A full disk mostly; the log is as it was, and the next commit tries again.
      log.error('store: the log could not be folded into the database:', error);
      this.release();
      return;
    }
    this.state = 'flushingDatabase';
    await this.flushDatabase(this.databaseFile, turn);
    if (this.turn === turn) this.release();
  }

  private release(): void {
    this.turn += 1;
    this.state = 'idle';
    this.holds = false;
    this.options.onReleased();
  }

  private async flushDatabase(file: number, turn: number): Promise<void> {
    for (let delayMs = FLUSH_DELAY_MS; ; delayMs = Math.min(2 * delayMs, FLUSH_RETRY_MS_MAX)) {
      const error = this.errorOfRewriting(file) ?? (await this.options.disk.flush(file));
      if (this.turn !== turn) return;
      this.note(error);
      if (error === undefined) return;
      // What waits is refused now.
      this.options.onReleased();
      await new Promise((resolve) => setTimeout(resolve, delayMs).unref());
      if (this.turn !== turn) return;
    }
  }

  private flushDatabaseNow(): void {
    const file = this.databaseFile;
    if (file === undefined) return;
    let error = this.errorOfRewriting(file);
    try {
      if (error === undefined) this.options.disk.flushNow(file);
    } catch (failure) {
      error = failure;
    }
    this.note(error);
    if (this.failure !== undefined) throw this.failure;
  }

  private note(error: unknown): void {
    const { log } = this.options;
    if (error === undefined) {
      if (this.failure !== undefined) log.info('store: the disk works again');
      this.failure = undefined;
      return;
    }
    if (this.failure === undefined) {
      log.error('store: the disk fails; nothing is written until it works again:', error);
    }
    this.failure = new Error(`the disk fails (${messageOf(error)})`, { cause: error });
  }

  /**
   * After a failed flush the system may have forgotten what it did not write, and another flush would
   * succeed without it. So each page of the log is written once more.
   */
  private errorOfRewriting(file: number): unknown {
    if (this.failure === undefined) return undefined;
    try {
      rewritePages(this.openedLog(), file, this.frames, this.options.pageBytes);
      return undefined;
    } catch (error) {
      return error;
    }
  }

  /** Whether its frame number `framesMax` is of the log as it is now, and not of an earlier one. */
  private isLogLong(): boolean {
    const frameBytes = FRAME_HEADER_BYTES + this.options.pageBytes;
    const frameAt = WAL_HEADER_BYTES + (this.framesMax - 1) * frameBytes;
    try {
      const file = this.openedLog();
      const salts = saltsAt(file, frameAt + FRAME_SALTS_AT);
      return salts !== undefined && salts === saltsAt(file, WAL_SALTS_AT);
    } catch {
      // SQLite folds a log by itself that becomes longer still.
      return false;
    }
  }

  private openedLog(): number {
    this.logFile ??= openSync(`${this.options.databasePath}-wal`, 'r');
    return this.logFile;
  }
}

export interface LogFolderOptions {
  readonly databasePath: string;
  readonly pageBytes: number;
  /** A log of this length is folded. */
  readonly logBytes: number;
  readonly flusher: Flusher;
  /** Copies the log to the database without flushing anything; gives its frames. */
  readonly copyLog: () => number;
  /** Commits may go on, or are refused if there is a `failure`. */
  readonly onReleased: () => void;
  readonly log: Log;
  readonly disk: Disk;
}

export const systemDisk: Disk = {
  flush: (file) =>
    new Promise((resolve) => {
      fdatasync(file, (error) => {
        resolve(error ?? undefined);
      });
    }),
  flushNow: fdatasyncSync,
};

function saltsAt(file: number, at: number): bigint | undefined {
  const salts = Buffer.alloc(SALTS_BYTES);
  return readSync(file, salts, 0, SALTS_BYTES, at) === SALTS_BYTES
    ? salts.readBigUInt64BE()
    : undefined;
}

/** https://www.sqlite.org/fileformat2.html#the_write_ahead_log: a frame is a page and its number. */
function rewritePages(log: number, database: number, frames: number, pageBytes: number): void {
  const frame = Buffer.alloc(FRAME_HEADER_BYTES + pageBytes);
  for (let index = 0; index < frames; index += 1) {
    const at = WAL_HEADER_BYTES + index * frame.length;
    if (readSync(log, frame, 0, frame.length, at) !== frame.length) {
      throw new Error('the log is shorter than it was');
    }
    const pageNumber = frame.readUInt32BE(0);
    writeSync(database, frame, FRAME_HEADER_BYTES, pageBytes, (pageNumber - 1) * pageBytes);
  }
}
