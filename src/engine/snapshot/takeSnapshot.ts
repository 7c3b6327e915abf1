import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { chmod, constants, copyFile, mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { ExpectedError, messageOf } from '../../base/errors.ts';
import type { SnapshotResult } from '../../protocol/engine/control.ts';
import { DATABASE_FILE, isFullDisk, type Store, sqliteCode } from '../store/store.ts';
import { PRIVATE_DIRECTORY_MODE, PRIVATE_FILE_MODE } from '../store/dataDirectory.ts';
import { flush, OBJECTS_DIRECTORY } from './layout.ts';
import { SNAPSHOT_OBJECTS_MAX } from './limits.ts';

const SQLITE_FULL = 13;

export interface SnapshotSource {
  readonly store: Store;
  /** The folder that stands for S3. */
  readonly objectsDir: string;
}

/**
 * Copies everything that the engine keeps to a new directory while it runs. The directory appears
 * whole or not at all. The database and the list of objects are of one moment, in which the engine
 * does nothing else; objects never change, so they are copied afterwards. Throws ExpectedError.
 */
export async function takeSnapshot(
  source: SnapshotSource,
  directory: string,
): Promise<SnapshotResult> {
  await checkTarget(directory);
  const partial = join(dirname(directory), `.${randomUUID()}.partial`);
  try {
    await mkdir(partial, { mode: PRIVATE_DIRECTORY_MODE });
    const objects = listObjects(source.objectsDir);
    source.store.database.prepare('VACUUM INTO ?').run(join(partial, DATABASE_FILE));
    await chmod(join(partial, DATABASE_FILE), PRIVATE_FILE_MODE);
    flush(join(partial, DATABASE_FILE), 'file');
    await copyObjects(source.objectsDir, join(partial, OBJECTS_DIRECTORY), objects);
    const { size } = statSync(join(partial, DATABASE_FILE));
    flush(partial, 'folder');
    await removeEmpty(directory);
    await rename(partial, directory);
    flush(dirname(directory), 'folder');
    return { directory, databaseBytes: size, objectCount: objects.length };
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw explain(error, directory);
  }
}

async function checkTarget(directory: string): Promise<void> {
  if (!isAbsolute(directory)) {
    throw new ExpectedError('invalidInput', 'A snapshot needs the absolute path of a directory.');
  }
  if (existsSync(directory) && !(await isEmptyDirectory(directory))) {
    throw new ExpectedError('invalidInput', `${directory} exists already. Choose a new directory.`);
  }
}

/** Somebody may have put something there while the copy was made. */
async function removeEmpty(directory: string): Promise<void> {
  try {
    await rmdir(directory);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}

async function isEmptyDirectory(path: string): Promise<boolean> {
  return statSync(path).isDirectory() && (await readdir(path)).length === 0;
}

/** In the same turn as the database is copied, hence synchronous. Paths below the folder. */
function listObjects(objectsDir: string): string[] {
  if (!existsSync(objectsDir)) return [];
  const objects = readdirSync(objectsDir, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(objectsDir, join(entry.parentPath, entry.name)));
  if (objects.length <= SNAPSHOT_OBJECTS_MAX) return objects;
  throw new ExpectedError(
    'invalidInput',
    `There are more than ${String(SNAPSHOT_OBJECTS_MAX)} delivered objects below ${objectsDir}. Move some away first.`,
  );
}

async function copyObjects(from: string, to: string, objects: readonly string[]): Promise<void> {
  const folders = new Set(objects.map((object) => dirname(join(to, object))));
  for (const folder of folders) await mkdir(folder, { recursive: true });
  for (const object of objects) {
    // Where the file system can share blocks between copies, nothing is written twice.
    await copyFile(join(from, object), join(to, object), constants.COPYFILE_FICLONE);
    flush(join(to, object), 'file');
  }
  for (const folder of folders) flush(folder, 'folder');
}

function explain(error: unknown, directory: string): unknown {
  if (error instanceof ExpectedError) return error;
  const isFull = sqliteCode(error) === SQLITE_FULL || isFullDisk(error);
  return new ExpectedError(
    isFull ? 'diskFull' : 'engineFailed',
    `The snapshot could not be written to ${directory} (${messageOf(error)}). Nothing is left of it.`,
    { cause: error },
  );
}
