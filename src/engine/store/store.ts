import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ExpectedError, messageOf } from '../../base/errors.ts';
import {
  CHECKED_DATABASE_BYTES_MAX,
  FOLDED_LOG_BYTES,
  PAGE_BYTES,
  PAGE_CACHE_KIB,
  WAL_AUTOCHECKPOINT_PAGES,
} from '../limits.ts';
import { type Log, silentLog } from '../log.ts';
import { copyDatabase } from './copyDatabase.ts';
import { makeDataDirectory } from './dataDirectory.ts';
import { GroupCommit, type TransactionControl, type WriteJob } from './groupCommit.ts';
import { describeLogDamage, keepDamagedLog, type LogDamage } from './logCheck.ts';
import { LogFlusher } from './logFlusher.ts';
import { type Disk, LogFolder, systemDisk } from './logFolder.ts';
import { RecordTable } from './recordTable.ts';
import { salvage } from './salvage.ts';
import { MIGRATIONS } from './schema.ts';
import { StreamTable } from './streamTable.ts';

export const DATABASE_FILE = 'kinesis.db';

export interface StoreOptions {
  /** Undefined keeps everything in memory. */
  readonly dataDir?: string | undefined;
  /** Bounds the database's size in pages, so that a test can fill the disk without filling it. */
  readonly pagesMax?: number | undefined;
  /** Acknowledge only what is on the disk, so that it survives a power failure too. */
  readonly powerSafe?: boolean | undefined;
  /** In memory only: a database file whose content it begins with. */
  readonly copyOf?: string | undefined;
  readonly log?: Log | undefined;
  /** A disk that fails, in a test. */
  readonly makeFlusher?: ((path: string, fold: () => void, log: Log) => LogFlusher) | undefined;
  /** The same for the database's own file. */
  readonly disk?: Disk | undefined;
  /** Folds the log when it has this length, so that a test need not write as much. */
  readonly foldedLogBytes?: number | undefined;
}

/**
 * What the engine keeps: one SQLite database, opened exclusively. Reads are synchronous and see
 * committed rows only, because writes run in `write`'s group at the end of the turn.
 */
export class Store {
  readonly database: DatabaseSync;
  readonly records: RecordTable;
  readonly streams: StreamTable;
  /** What stood in the log behind a place where it was damaged, and is lost. */
  readonly logDamage: LogDamage | undefined;
  private readonly group: GroupCommit;
  private readonly flusher: LogFlusher | undefined;
  private readonly folder: LogFolder | undefined;
  private readonly log: Log;

  /**
   * Throws ExpectedError `dataDirectoryInUse`, `dataDirectoryCorrupt`, `dataDirectoryUnwritable` or
   * `diskFull`.
   */
  constructor(options: StoreOptions = {}) {
    const path = databasePath(options.dataDir);
    this.log = options.log ?? silentLog;
    this.database = open(path);
    try {
      if (options.copyOf !== undefined) copyDatabase(this.database, options.copyOf);
      configure(this.database, options);
      if (options.dataDir !== undefined) this.logDamage = keepDamagedLog(path);
      if (this.logDamage !== undefined) {
        options.log?.error(`store: ${describeLogDamage(this.logDamage)}`);
      }
      prepare(this.database, options);
      this.records = new RecordTable(this.database);
      this.streams = new StreamTable(this.database);
      if (options.dataDir !== undefined) {
        const fold = (): void => {
          this.fold();
        };
        this.flusher =
          options.makeFlusher?.(path, fold, this.log) ?? new LogFlusher(path, fold, this.log);
        this.folder = this.folderOf(path, this.flusher, options);
      }
      this.group = this.groupCommitOf(options.powerSafe === true);
    } catch (error) {
      this.database.close();
      throw withSalvage(explain(error, path), path);
    }
  }

  /**
   * Runs `job` in the transaction at the end of this turn; resolves when it is committed, and when
   * power-safe also on the disk. Rejects when nothing of it was kept; so what is committed while the
   * disk fails waits until it works again, and what comes after that is refused.
   */
  write<T>(job: WriteJob<T> | (() => T)): Promise<T> {
    return this.group.write(typeof job === 'function' ? { run: job } : job);
  }

  /** A secret of this data directory, made on first use. */
  secret(name: string, make: () => Uint8Array): Uint8Array {
    const row = this.database.prepare('SELECT value FROM secrets WHERE name = ?').get(name);
    if (row?.['value'] instanceof Uint8Array) return row['value'];
    const value = make();
    this.folder?.finishNow();
    this.database.prepare('INSERT INTO secrets VALUES (?, ?)').run(name, value);
    return value;
  }

  /** Commits what is pending, and ends what waits for the disk one way or the other. */
  flush(): void {
    this.group.flush();
  }

  /** Commits what is pending, folds the log into the database and closes it. */
  close(): void {
    this.group.flush();
    const isWhole = this.folder?.finish() ?? true;
    this.flusher?.close();
    if (!isWhole) {
      // Closing the database would remove the log, from which the next start takes what is missing.
      this.log.error('store: the database stays open, because the disk fails');
      return;
    }
    this.database.close();
    this.folder?.close();
  }

  /** Brings the whole log into the database, flushes both, and starts the log anew. */
  private fold(): void {
    this.folder?.finishNow();
    this.database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  private folderOf(
    databasePath: string,
    flusher: LogFlusher,
    { disk = systemDisk, foldedLogBytes = FOLDED_LOG_BYTES }: StoreOptions,
  ): LogFolder {
    const { page_size: pageBytes } = this.database.prepare('PRAGMA page_size').get() ?? {};
    return new LogFolder({
      databasePath,
      pageBytes: Number(pageBytes),
      logBytes: foldedLogBytes,
      flusher,
      copyLog: () => copyLog(this.database),
      onReleased: () => {
        this.group.resume();
      },
      log: this.log,
      disk,
    });
  }

  /** Unless it is to be power-safe the disk is flushed soon after a commit, and nobody waits for it. */
  private groupCommitOf(powerSafe: boolean): GroupCommit {
    const { flusher } = this;
    const transaction = this.transaction();
    if (powerSafe) return new GroupCommit(transaction, flusher);
    const commit = (): void => {
      transaction.commit();
      flusher?.flushSoon();
    };
    return new GroupCommit({ ...transaction, commit });
  }

  private transaction(): TransactionControl {
    const { database, flusher, folder } = this;
    const begin = database.prepare('BEGIN IMMEDIATE');
    const commit = database.prepare('COMMIT');
    return {
      isHeld: () => folder?.isHolding ?? false,
      begin: () => {
        const failure = flusher?.failure ?? folder?.failure;
        if (failure !== undefined) throw failure;
        folder?.finishNow();
        begin.run();
      },
      commit: () => {
        commit.run();
        folder?.committed();
      },
      rollback: (error) => {
        try {
          database.exec('ROLLBACK');
        } catch {
          // A full disk ends the transaction by itself, and then there is none to roll back.
        }
        if (sqliteCode(error) === SQLITE_FULL) this.foldToMakeRoom();
      },
    };
  }

  /** Folding the log frees what it takes on the disk; each write is tried once more after that. */
  private foldToMakeRoom(): void {
    try {
      this.fold();
    } catch {
      // There is no room for that either.
    }
  }
}

function databasePath(dataDir: string | undefined): string {
  if (dataDir === undefined) return ':memory:';
  const path = join(dataDir, DATABASE_FILE);
  try {
    makeDataDirectory(dataDir, path);
  } catch (error) {
    throw explain(error, path);
  }
  return path;
}

function open(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path);
  } catch (error) {
    throw explain(error, path);
  }
}

function configure(database: DatabaseSync, options: StoreOptions): void {
  // The exclusive lock is the operating system's, so it ends with the process, however that ends.
  // synchronous=NORMAL: a commit stands in the log, in the system's memory, and so survives the end
  // of this process in whatever way. SQLite flushes the disk when it folds the log into the
  // database; in between `LogFlusher` does, without stopping the event loop.
  database.exec(`
    PRAGMA page_size = ${String(PAGE_BYTES)};
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA wal_autocheckpoint = ${String(WAL_AUTOCHECKPOINT_PAGES)};
    PRAGMA cache_size = -${String(PAGE_CACHE_KIB)};
    PRAGMA temp_store = MEMORY;
  `);
  if (options.pagesMax !== undefined) {
    database.exec(`PRAGMA max_page_count = ${String(options.pagesMax)}`);
  }
}

function prepare(database: DatabaseSync, options: StoreOptions): void {
  if (options.dataDir !== undefined) checkIntegrity(database, join(options.dataDir, DATABASE_FILE));
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (version > MIGRATIONS.length) {
    throw new ExpectedError(
      'dataDirectoryCorrupt',
      'The data directory was written by a newer version of the engine. Update Kinesis Workbench or choose another directory; nothing was changed.',
    );
  }
  if (version === MIGRATIONS.length) return;
  database.exec('BEGIN IMMEDIATE');
  for (const migration of MIGRATIONS.slice(version)) database.exec(migration);
  database.exec(`PRAGMA user_version = ${String(MIGRATIONS.length)}`);
  database.exec('COMMIT');
}

/** A large database would take minutes to check; damage in it shows when it is read. */
function checkIntegrity(database: DatabaseSync, path: string): void {
  if (statSync(path).size > CHECKED_DATABASE_BYTES_MAX) return;
  const finding = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
  if (finding !== 'ok') throw damaged(path, String(finding));
}

function damaged(path: string, finding: string, cause?: unknown): ExpectedError {
  return new ExpectedError(
    'dataDirectoryCorrupt',
    `${path} is damaged (${finding}). Nothing was deleted. Restore the directory from a copy, or move it away and start again with an empty one.`,
    { cause },
  );
}

/** Says what could be saved of a damaged database, after it was closed. */
function withSalvage(error: unknown, path: string): unknown {
  if (!(error instanceof ExpectedError) || error.code !== 'dataDirectoryCorrupt') return error;
  // Written by a newer version, it is whole.
  if (!error.message.startsWith(path)) return error;
  const saved = salvage(path);
  if (saved === undefined) return error;
  const { directory, rows } = saved;
  const what =
    rows === undefined
      ? 'What an earlier start could read is saved'
      : `${String(rows.get('records') ?? 0)} records of ${String(rows.get('streams') ?? 0)} streams could be read and are saved`;
  const message = `${error.message} ${what} in ${directory}: start with that data directory to go on with them.`;
  return new ExpectedError(error.code, message, { cause: error });
}

/** Copies the log to the database and flushes neither; gives the frames of the log. */
function copyLog(database: DatabaseSync): number {
  database.exec('PRAGMA synchronous = OFF');
  try {
    const { busy, log, checkpointed } =
      database.prepare('PRAGMA wal_checkpoint(PASSIVE)').get() ?? {};
    if (busy === 0 && log === checkpointed) return Number(log);
    throw new Error(`only ${String(checkpointed)} of ${String(log)} pages were copied`);
  } finally {
    database.exec('PRAGMA synchronous = NORMAL');
  }
}

const SQLITE_BUSY = 5;
const SQLITE_READONLY = 8;
const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;
const SQLITE_CANTOPEN = 14;
const SQLITE_NOTADB = 26;

function explain(error: unknown, path: string): unknown {
  const code = sqliteCode(error);
  if (code === SQLITE_BUSY) {
    return new ExpectedError(
      'dataDirectoryInUse',
      `Another engine is using ${path}. Use that one, stop it, or choose another data directory.`,
      { cause: error },
    );
  }
  if (code === SQLITE_CORRUPT || code === SQLITE_NOTADB) {
    return damaged(path, messageOf(error), error);
  }
  if (code === SQLITE_FULL || isFullDisk(error)) {
    return new ExpectedError(
      'diskFull',
      `The disk of ${path} is full. Make room and start again.`,
      {
        cause: error,
      },
    );
  }
  if (code === SQLITE_CANTOPEN || code === SQLITE_READONLY || isFileSystemError(error)) {
    return new ExpectedError(
      'dataDirectoryUnwritable',
      `Cannot write ${path} (${messageOf(error)}). Choose a data directory that you may write, or run in memory.`,
      { cause: error },
    );
  }
  return error;
}

/** As Node's own file system calls say it. */
export function isFullDisk(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOSPC';
}

function isFileSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

/** SQLite's primary result code of an error of node:sqlite, else undefined. */
export function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}
