import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { FLUSH_DELAY_MS } from '../../../../src/engine/limits.ts';
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

  it('flushes once for all who do not wait, a little later', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    let folds = 0;
    // There is no log, so each flush shows as a folding.
    const flusher = new LogFlusher(join(directory, 'none.db'), () => (folds += 1));
    const seen: number[] = [];
    for (const waitMs of [0, FLUSH_DELAY_MS - 1, 1, FLUSH_DELAY_MS]) {
      flusher.flushSoon();
      context.mock.timers.tick(waitMs);
      await new Promise((resolve) => setImmediate(resolve));
      seen.push(folds);
    }
    assert.deepEqual(seen, [0, 0, 1, 2]);
    flusher.flushSoon();
    context.mock.timers.tick(FLUSH_DELAY_MS);
    // Committed while that flush runs: it needs one of its own.
    flusher.flushSoon();
    context.mock.timers.tick(FLUSH_DELAY_MS);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(folds, 4);
    flusher.flushSoon();
    flusher.close();
    context.mock.timers.tick(FLUSH_DELAY_MS);
    assert.equal(folds, 4);
  });
});
