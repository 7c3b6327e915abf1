import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type EngineReady, parseEngineFirstLine } from '../../protocol/engine/ready.ts';

/** Records, and secrets that sequence numbers and iterators are sealed with, concern nobody else. */
export const PRIVATE_DIRECTORY_MODE = 0o700;
export const PRIVATE_FILE_MODE = 0o600;

const READY_FILE = 'engine.json';

/**
 * Makes the directory if it is not there, for this user alone, and an empty database file in it whose
 * mode SQLite gives to its log too. One that is there keeps its mode.
 */
export function makeDataDirectory(dataDir: string, databasePath: string): void {
  makeDirectory(resolve(dataDir));
  // Never one that is open: closing a file ends this process's locks on it, SQLite's too.
  if (!existsSync(databasePath)) closeSync(openSync(databasePath, 'a', PRIVATE_FILE_MODE));
}

/** As mkdir with `recursive`, which below /proc and its like tries for ever. */
function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  makeDirectory(dirname(path));
  mkdirSync(path, { mode: PRIVATE_DIRECTORY_MODE });
}

/** Leaves the ready line in the directory, for whoever finds the directory in use. */
export function writeReadyFile(dataDir: string, ready: EngineReady): void {
  const path = join(dataDir, READY_FILE);
  writeFileSync(`${path}.tmp`, `${JSON.stringify(ready)}\n`);
  renameSync(`${path}.tmp`, path);
}

export function removeReadyFile(dataDir: string): void {
  rmSync(join(dataDir, READY_FILE), { force: true });
}

/** The engine that has the directory, as far as its ready file says. */
export function runningIn(dataDir: string): EngineReady | undefined {
  try {
    const line = parseEngineFirstLine(readFileSync(join(dataDir, READY_FILE), 'utf8'));
    return line?.ready === true ? line : undefined;
  } catch {
    // It may be starting, or just have gone: then nobody can say.
    return undefined;
  }
}
