import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ExpectedError, messageOf } from '../../base/errors.ts';
import { PRIVATE_DIRECTORY_MODE, PRIVATE_FILE_MODE } from '../store/dataDirectory.ts';
import { MIGRATIONS } from '../store/schema.ts';
import { DATABASE_FILE, Store } from '../store/store.ts';
import { flush, OBJECTS_DIRECTORY } from './layout.ts';

/** Where a restore puts what was in the data directory before; the next restore replaces it. */
export const REPLACED_DIRECTORY = 'replaced';
const INCOMING_DIRECTORY = 'restoring';
/** The log of a database that was not closed; of use only beside it. */
const LOG_SUFFIXES = ['-wal', '-shm'];

/** Throws ExpectedError `invalidInput` unless the directory holds a whole snapshot. */
export function checkSnapshot(snapshot: string): void {
  const path = join(snapshot, DATABASE_FILE);
  if (!existsSync(path)) {
    throw new ExpectedError('invalidInput', `${snapshot} is not a snapshot of the engine.`);
  }
  // Reading it would change the directory, and copying the database alone would drop it.
  if (hasLog(path)) {
    throw new ExpectedError(
      'invalidInput',
      `${snapshot} is a data directory whose engine was not stopped: part of it is still in a log. Start an engine with --data-dir ${snapshot} and stop it, then restore it.`,
    );
  }
  let finding: string;
  let version = 0;
  try {
    const database = new DatabaseSync(path, { readOnly: true });
    try {
      finding = String(database.prepare('PRAGMA quick_check(1)').get()?.['quick_check']);
      version = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
    } finally {
      database.close();
    }
  } catch (error) {
    finding = messageOf(error);
  }
  if (finding !== 'ok') {
    throw new ExpectedError('invalidInput', `The snapshot ${snapshot} is damaged (${finding}).`);
  }
  if (version > MIGRATIONS.length) {
    throw new ExpectedError(
      'invalidInput',
      `The snapshot ${snapshot} was taken by a newer version of the engine. Update Kinesis Workbench.`,
    );
  }
}

function hasLog(database: string): boolean {
  const size = statSync(`${database}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  return size > 0;
}

/**
 * Puts a snapshot in the place of what a data directory holds, before an engine opens it. Until
 * everything is copied the data directory is as it was; then the database changes hands in one step.
 * What was there is kept in `replaced`. Throws ExpectedError.
 */
export function restoreSnapshot(snapshot: string, dataDir: string): void {
  checkSnapshot(snapshot);
  checkFree(dataDir);
  const incoming = join(dataDir, INCOMING_DIRECTORY);
  try {
    rmSync(incoming, { recursive: true, force: true });
    mkdirSync(incoming, { recursive: true, mode: PRIVATE_DIRECTORY_MODE });
    copyFileSync(join(snapshot, DATABASE_FILE), join(incoming, DATABASE_FILE));
    chmodSync(join(incoming, DATABASE_FILE), PRIVATE_FILE_MODE);
    flush(join(incoming, DATABASE_FILE), 'file');
    copyObjects(snapshot, join(incoming, OBJECTS_DIRECTORY));
    exchange(incoming, dataDir);
  } catch (error) {
    rmSync(incoming, { recursive: true, force: true });
    throw new ExpectedError(
      'dataDirectoryUnwritable',
      `The snapshot ${snapshot} could not be restored to ${dataDir} (${messageOf(error)}).`,
      { cause: error },
    );
  }
}

/** The objects of a snapshot, if it has any. */
export function copyObjects(snapshot: string, to: string): void {
  const from = join(snapshot, OBJECTS_DIRECTORY);
  if (existsSync(from)) cpSync(from, to, { recursive: true });
}

/** No engine may have the directory. Opening it as one also folds its log into its database. */
function checkFree(dataDir: string): void {
  if (!existsSync(join(dataDir, DATABASE_FILE))) return;
  try {
    new Store({ dataDir }).close();
  } catch (error) {
    // A damaged database is what somebody restores a snapshot for: it is moved away as it is.
    const isDamaged = error instanceof ExpectedError && error.code === 'dataDirectoryCorrupt';
    if (!isDamaged) throw error;
  }
}

function exchange(incoming: string, dataDir: string): void {
  const replaced = join(dataDir, REPLACED_DIRECTORY);
  rmSync(replaced, { recursive: true, force: true });
  mkdirSync(replaced);
  const database = join(dataDir, DATABASE_FILE);
  if (existsSync(database)) {
    keepBeside(database, join(replaced, DATABASE_FILE));
    for (const suffix of LOG_SUFFIXES)
      move(database + suffix, join(replaced, DATABASE_FILE + suffix));
  }
  move(join(dataDir, OBJECTS_DIRECTORY), join(replaced, OBJECTS_DIRECTORY));
  move(join(incoming, OBJECTS_DIRECTORY), join(dataDir, OBJECTS_DIRECTORY));
  renameSync(join(incoming, DATABASE_FILE), database);
  rmSync(incoming, { recursive: true });
  if (readdirSync(replaced).length === 0) rmSync(replaced, { recursive: true });
  flush(dataDir, 'folder');
}

/** A second name for the file, or a copy where the file system has no such thing. */
function keepBeside(path: string, beside: string): void {
  try {
    linkSync(path, beside);
  } catch {
    copyFileSync(path, beside);
  }
}

function move(from: string, to: string): void {
  if (existsSync(from)) renameSync(from, to);
}
