import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { LogFlusher } from '../../../../src/engine/store/logFlusher.ts';

describe('LogFlusher', () => {
  let directory: string;
  let path: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'flusher-'));
    path = join(directory, 'kinesis.db');
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  it('flushes the log, in the background and at once', async () => {
    writeFileSync(`${path}-wal`, 'log');
    let folds = 0;
    const flusher = new LogFlusher(path, () => (folds += 1));
    await flusher.flush();
    flusher.flushNow();
    flusher.close();
    assert.equal(folds, 0);
  });

  it('folds the log before it acknowledges anything again, once a flush has failed', async () => {
    // There is no log at this path, so flushing it fails as it does on a failing disk.
    const outcomes: string[] = [];
    let disk: 'fails' | 'works' = 'fails';
    const flusher = new LogFlusher(join(directory, 'none.db'), () => {
      if (disk === 'fails') throw new Error('the disk failed');
      outcomes.push('folded');
    });
    const attempt = async (): Promise<void> => {
      await flusher.flush().then(
        () => outcomes.push('flushed'),
        (error: unknown) => outcomes.push(String(error)),
      );
    };
    await attempt();
    await attempt();
    disk = 'works';
    await attempt();
    assert.deepEqual(outcomes, [
      'Error: the disk failed',
      'Error: the disk failed',
      'folded',
      'flushed',
    ]);
  });
});
