import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { KinesisService } from '../../../../src/engine/kinesis/service.ts';
import type { Shard, Stream } from '../../../../src/engine/kinesis/state.ts';
import { FLUSH_DELAY_MS } from '../../../../src/engine/limits.ts';
import { silentLog } from '../../../../src/engine/log.ts';
import { LogFlusher } from '../../../../src/engine/store/logFlusher.ts';
import { Store } from '../../../../src/engine/store/store.ts';
import { FakeClock } from '../../../support/fakeClock.ts';

const REF = { region: 'us-east-1', name: 's' };

/** A store whose disk fails whenever `failures` says so, once a try. */
class World {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'failing-disk-'));
  readonly clock = new FakeClock();
  readonly store: Store;
  readonly kinesis: KinesisService;
  failures = 0;

  constructor(powerSafe: boolean) {
    this.store = new Store({
      dataDir: this.dataDir,
      powerSafe,
      // No log stands at that path, so every flush folds the real one, if the disk lets it.
      makeFlusher: (path, fold, log) =>
        new LogFlusher(
          `${path}.none`,
          () => {
            if (this.failures > 0) {
              this.failures -= 1;
              throw new Error('EIO');
            }
            fold();
          },
          log,
        ),
    });
    this.kinesis = new KinesisService({
      store: this.store,
      clock: this.clock,
      log: silentLog,
      account: '000000000000',
      limits: false,
      transitionMs: 0,
    });
  }

  async createActive(): Promise<{ stream: Stream; shard: Shard }> {
    await this.kinesis.createStreamIfAbsent(REF, 1);
    await this.clock.advance(0);
    const stream = this.kinesis.catalog.require(REF);
    const shard = stream.shards[0];
    assert.ok(shard !== undefined);
    return { stream, shard };
  }

  dispose(): void {
    this.kinesis.dispose();
    this.store.close();
    rmSync(this.dataDir, { recursive: true });
  }
}

describe('a disk that fails', () => {
  let world: World;

  // When the disk is flushed, and tried again, is for the test to say.
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => {
    world.dispose();
    mock.timers.reset();
  });

  describe('with --power-safe', () => {
    beforeEach(() => {
      world = new World(true);
    });

    it('holds an answer until it works again, refuses what comes meanwhile, and takes back nothing', async () => {
      world.failures = 1;
      const answers: string[] = [];
      const create = (name: string): Promise<unknown> =>
        world.kinesis.createStreamIfAbsent({ ...REF, name }, 1).then(
          () => answers.push(`${name} created`),
          (error: unknown) => answers.push(`${name}: ${String(error)}`),
        );
      const first = create('first');
      await nextTurn();
      await create('meanwhile');
      mock.timers.tick(FLUSH_DELAY_MS);
      await first;
      await create('later');
      await world.clock.advance(0);
      const names = [...world.kinesis.catalog.all()].map(({ name, details }) => [
        name,
        details.status,
      ]);
      assert.deepEqual(
        { answers, names, rows: world.store.streams.loadStreams().map(({ name }) => name) },
        {
          answers: ['meanwhile: Error: the disk fails (EIO)', 'first created', 'later created'],
          names: [
            ['first', 'ACTIVE'],
            ['later', 'ACTIVE'],
          ],
          rows: ['first', 'later'],
        },
      );
    });

    it('hides a record until it is on the disk, and the end of its shard', async () => {
      const { stream, shard } = await world.createActive();
      const events: string[] = [];
      const seen = world.kinesis.writer.onCommitted(() => events.push('seen'));
      world.failures = 1;
      const put = world.kinesis.writer
        .put(stream, [{ partitionKey: 'k', data: Buffer.from('x') }])
        .then(() => events.push('acknowledged'));
      await nextTurn();
      const before = {
        rows: world.store.records.last(shard.key)?.position,
        end: shard.committedEnd,
        next: shard.nextPosition,
        events: [...events],
      };
      mock.timers.tick(FLUSH_DELAY_MS);
      await put;
      seen.dispose();
      assert.deepEqual(
        { before, end: shard.committedEnd, events },
        {
          before: { rows: 1, end: 1, next: 2, events: [] },
          end: 2,
          events: ['seen', 'acknowledged'],
        },
      );
    });
  });

  it('refuses writes in the default mode too, until it works again', async () => {
    world = new World(false);
    const { stream } = await world.createActive();
    const put = (): Promise<string> =>
      world.kinesis.writer
        .put(stream, [{ partitionKey: 'k', data: Buffer.from('x') }])
        .then(() => 'kept', String);
    world.failures = 2;
    const outcomes = [await put()];
    // The flush, the first try after it, and the second, which succeeds.
    for (const waitMs of [FLUSH_DELAY_MS, FLUSH_DELAY_MS, 2 * FLUSH_DELAY_MS]) {
      mock.timers.tick(waitMs);
      await nextTurn();
      outcomes.push(await put());
    }
    const refused = 'Error: the disk fails (EIO)';
    assert.deepEqual(outcomes, ['kept', refused, refused, 'kept']);
  });
});

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
