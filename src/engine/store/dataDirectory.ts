import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EngineReady, parseEngineFirstLine } from '../../protocol/engine/ready.ts';

const READY_FILE = 'engine.json';

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
