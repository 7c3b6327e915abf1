import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { crashRounds } from '../support/crashRounds.ts';

/** `npm run stress` kills hundreds of times, all in one data directory. */
const SERIES = 6;
/** Each is a start of the engine or two, which a busy machine takes seconds for. */
const ROUNDS = 4;

describe('an engine that is killed', () => {
  let dataDir: string;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'crash-'));
  });
  afterEach(async () => {
    await rm(dataDir, { recursive: true });
  });

  for (let series = 1; series <= SERIES; series += 1) {
    it(`has everything that it acknowledged, whenever that happens: ${String(series)} of ${String(SERIES)}`, async () => {
      const seed = Math.floor(Math.random() * 2 ** 32);
      const report = await crashRounds({ dataDir, rounds: ROUNDS, seed });
      assert.deepEqual(report.losses, [], `seed ${String(seed)}`);
      assert.ok(report.acknowledgedRecords >= ROUNDS);
    });
  }
});
