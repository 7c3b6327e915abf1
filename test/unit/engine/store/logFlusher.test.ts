import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { FLUSH_DELAY_MS } from '../../../../src/engine/limits.ts';
import { silentLog } from '../../../../src/engine/log.ts';
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

  /** There is no log at this path, so flushing it fails as it does on a failing disk. */
  function onFailingDisk(fold: () => void, lines: string[] = []): LogFlusher {
    const note = (line: string): number => lines.push(line);
    return new LogFlusher(join(directory, 'none.db'), fold, { info: note, error: note });
  }

  it('flushes the log, in the background and at once', async () => {
    writeFileSync(`${path}-wal`, 'log');
    let folds = 0;
    const flusher = new LogFlusher(path, () => (folds += 1), silentLog);
    await flusher.flush();
    flusher.flushNow();
    flusher.close();
    assert.equal(folds, 0);
  });

  it('folds the log before it acknowledges anything again, trying until it succeeds', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const lines: string[] = [];
    const seen: unknown[] = [];
    let disk: 'fails' | 'works' = 'fails';
    const flusher = onFailingDisk(() => {
      seen.push(disk);
      if (disk === 'fails') throw new Error('EIO');
    }, lines);
    const flushed = flusher.flush().then(() => seen.push('flushed'));
    const waitsMs = [0, FLUSH_DELAY_MS - 1, 1, FLUSH_DELAY_MS, FLUSH_DELAY_MS];
    for (const waitMs of waitsMs) {
      context.mock.timers.tick(waitMs);
      await nextTurn();
      seen.push(flusher.failure?.message);
    }
    assert.throws(
      () => {
        flusher.flushNow();
      },
      { message: 'the disk fails (EIO)' },
    );
    disk = 'works';
    context.mock.timers.tick(4 * FLUSH_DELAY_MS);
    await flushed;
    const message = 'the disk fails (EIO)';
    assert.deepEqual(
      { seen, failure: flusher.failure, lines },
      {
        seen: [
          ...['fails', message, message, 'fails', message, message, 'fails', message],
          ...['fails', 'works', 'flushed'],
        ],
        failure: undefined,
        lines: [
          'store: the log could not be flushed to the disk:',
          'store: the disk fails; nothing is written until it works again:',
          'store: the disk works again',
        ],
      },
    );
  });

  it('flushes once for all who do not wait, a little later', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    let folds = 0;
    // Each flush shows as a folding.
    const flusher = onFailingDisk(() => (folds += 1));
    const seen: number[] = [];
    for (const waitMs of [0, FLUSH_DELAY_MS - 1, 1, FLUSH_DELAY_MS]) {
      flusher.flushSoon();
      context.mock.timers.tick(waitMs);
      await nextTurn();
      seen.push(folds);
    }
    assert.deepEqual(seen, [0, 0, 1, 2]);
    flusher.flushSoon();
    context.mock.timers.tick(FLUSH_DELAY_MS);
    await Promise.resolve();
    // Committed while that flush runs: it needs one of its own.
    flusher.flushSoon();
    context.mock.timers.tick(FLUSH_DELAY_MS);
    await nextTurn();
    assert.equal(folds, 4);
    flusher.flushSoon();
    flusher.close();
    context.mock.timers.tick(FLUSH_DELAY_MS);
    await nextTurn();
    assert.equal(folds, 4);
  });
});

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
