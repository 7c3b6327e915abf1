import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { KinesisService } from '../../../../src/engine/kinesis/service.ts';
import {
  sequenceNumberOf,
  type Shard,
  type Stream,
  type StreamStatus,
} from '../../../../src/engine/kinesis/state.ts';
import type { NewStream } from '../../../../src/engine/kinesis/streamCatalog.ts';
import { silentLog } from '../../../../src/engine/log.ts';
import { Store } from '../../../../src/engine/store/store.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { seededRandom } from '../../../support/seededRandom.ts';

const REF = { region: 'us-east-1', name: 's' };
const NEW_STREAM: NewStream = {
  ...REF,
  shardCount: 1,
  details: { mode: 'PROVISIONED', retentionHours: 24, recordKibMax: 1_024, tags: {} },
};
const HOUR_MS = 3_600_000;

/** A service on a database file, which can be closed and opened again. */
class World {
  readonly clock = new FakeClock();
  readonly dataDir = mkdtempSync(join(tmpdir(), 'service-'));
  store = new Store({ dataDir: this.dataDir });
  kinesis = this.serve();

  private serve(): KinesisService {
    return new KinesisService({
      store: this.store,
      clock: this.clock,
      log: silentLog,
      account: '000000000000',
      limits: false,
      transitionMs: 0,
    });
  }

  restart(): void {
    this.close();
    this.open();
  }

  open(): void {
    this.store = new Store({ dataDir: this.dataDir });
    this.kinesis = this.serve();
  }

  close(): void {
    this.kinesis.dispose();
    this.store.close();
  }

  dispose(): void {
    this.close();
    rmSync(this.dataDir, { recursive: true });
  }

  async createActive(shardCount: number): Promise<void> {
    const created = this.kinesis.createStreamIfAbsent(REF, shardCount);
    await this.clock.advance(1);
    assert.equal(await created, true);
    await this.until('ACTIVE');
  }

  /** The disk is flushed beside the event loop, so that the clock alone does not tell. */
  async until(status: StreamStatus | undefined): Promise<void> {
    while (this.kinesis.status(REF) !== status) await this.clock.advance(1);
  }

  get stream(): Stream {
    return this.kinesis.catalog.require(REF);
  }

  shard(index: number): Shard {
    return this.kinesis.shard(this.stream, index);
  }
}

describe('KinesisService', () => {
  let world: World;

  beforeEach(() => {
    world = new World();
  });
  afterEach(() => {
    world.dispose();
  });

  it('shows a record to readers only after its commit, then tells of it', async () => {
    await world.createActive(1);
    const read = (): number =>
      world.kinesis.read(REF, 0, { from: 0, recordsMax: 10, bytesMax: 1_000 }).records.length;
    const told: number[] = [];
    const subscription = world.kinesis.onCommitted(({ shard }) => {
      told.push(shard.committedEnd);
      assert.equal(read(), told.length);
    });
    const put = world.kinesis.putRecords(REF, [{ partitionKey: 'k', data: Buffer.from('x') }]);
    assert.deepEqual([read(), told], [0, []]);
    await put;
    subscription.dispose();
    assert.deepEqual([read(), told], [1, [2]]);
  });

  it('refuses to write to a stream that is absent, or not yet ACTIVE', async () => {
    const notFound = {
      type: 'ResourceNotFoundException',
      message: 'Stream s under account 000000000000 not found.',
    };
    const entry = { partitionKey: 'k', data: Buffer.alloc(0) };
    await assert.rejects(world.kinesis.putRecords(REF, [entry]), notFound);
    const created = world.kinesis.createStreamIfAbsent(REF, 1);
    await assert.rejects(world.kinesis.putRecords(REF, [entry]), notFound);
    await created;
  });

  it('lets one of two creations at once succeed', async () => {
    const outcomes = await Promise.allSettled([
      world.kinesis.createStreamIfAbsent(REF, 1),
      world.kinesis.catalog.create(NEW_STREAM),
    ]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'rejected'],
    );
  });

  it('finishes CREATING and DELETING after a restart in the middle', async () => {
    await world.kinesis.createStreamIfAbsent(REF, 1);
    world.restart();
    assert.equal(world.kinesis.status(REF), 'CREATING');
    await world.clock.advance(1);
    assert.equal(world.kinesis.status(REF), 'ACTIVE');
    await world.kinesis.catalog.delete(world.stream);
    world.restart();
    assert.equal(world.kinesis.status(REF), 'DELETING');
    await world.until(undefined);
    assert.deepEqual([...world.kinesis.catalog.all()], []);
  });

  it('hides expired records at once, deletes them in slices, and never reuses a position', async () => {
    await world.createActive(1);
    const put = async (count: number): Promise<void> => {
      await world.kinesis.putRecords(
        REF,
        Array.from({ length: count }, () => ({ partitionKey: 'k', data: Buffer.from('x') })),
      );
    };
    const rows = (): unknown =>
      world.store.database.prepare('SELECT COUNT(*) AS count FROM records').get()?.['count'];
    await put(3_000);
    // The clock is moved while no service listens to it, so that no timer sweeps first.
    world.close();
    await world.clock.advance(24 * HOUR_MS + 1);
    world.open();
    const visible = world.kinesis.read(REF, 0, { from: 0, recordsMax: 10, bytesMax: 1_000 });
    const seen = [visible.records.length, visible.nextPosition, rows()];
    seen.push(await world.kinesis.sweep(), rows(), await world.kinesis.sweep(), rows());
    assert.deepEqual(seen, [0, 3_001, 3_000, true, 1_000, false, 0]);
    world.restart();
    await put(1);
    const { records } = world.kinesis.read(REF, 0, { from: 0, recordsMax: 10, bytesMax: 1_000 });
    assert.deepEqual(
      records.map(({ position }) => position),
      [3_001],
    );
  });

  it('frees what a deleted stream kept, and never shows it to a stream of the same name', async () => {
    await world.createActive(2);
    await world.kinesis.putRecords(REF, [{ partitionKey: 'k', data: Buffer.from('old') }]);
    const before = world.stream.id;
    await world.kinesis.catalog.clear();
    await world.createActive(2);
    const read = [0, 1].map(
      (index) =>
        world.kinesis.read(REF, index, { from: 0, recordsMax: 9, bytesMax: 99 }).records.length,
    );
    while (await world.kinesis.sweep());
    const left = ['records', 'shards'].map(
      (table) => world.store.database.prepare(`SELECT COUNT(*) AS n FROM ${table}`).get()?.['n'],
    );
    assert.deepEqual([read, world.stream.id === before, left], [[0, 0], false, [0, 2]]);
  });

  it('takes no record while all streams are being deleted', async () => {
    await world.createActive(1);
    const entry = { partitionKey: 'k', data: Buffer.from('x') };
    const put = () => world.kinesis.putRecords(REF, [entry]);
    const outcomes = await Promise.allSettled([put(), world.kinesis.catalog.clear(), put()]);
    assert.deepEqual(
      [outcomes.map(({ status }) => status), world.kinesis.status(REF)],
      [['fulfilled', 'fulfilled', 'rejected'], undefined],
    );
  });

  it('leaves all streams as they were when they cannot be deleted', async () => {
    await world.createActive(1);
    await world.kinesis.catalog.create({ ...NEW_STREAM, name: 'new' });
    world.store.database.exec('PRAGMA query_only = 1');
    await assert.rejects(world.kinesis.catalog.clear());
    world.store.database.exec('PRAGMA query_only = 0');
    const entry = { partitionKey: 'k', data: Buffer.from('x') };
    const [result] = await world.kinesis.putRecords(REF, [entry]);
    await world.clock.advance(1);
    const { status } = world.kinesis.catalog.require({ ...REF, name: 'new' }).details;
    assert.deepEqual([result?.ok, status], [true, 'ACTIVE']);
  });

  it('does what a plain array does, whatever happens in between', async () => {
    const seed = 20_260_807;
    const random = seededRandom(seed);
    const below = (end: number): number => Math.floor(random() * end);
    const shardCount = 3;
    await world.createActive(shardCount);
    const model: { text: string; arrivedMs: number; sequenceNumber: string }[][] = Array.from(
      { length: shardCount },
      () => [],
    );
    const expire = (): void => {
      const cutoffMs = world.clock.nowMs() - 24 * HOUR_MS;
      for (const records of model) {
        while ((records[0]?.arrivedMs ?? Infinity) < cutoffMs) records.shift();
      }
    };
    for (let step = 0; step < 300; step += 1) {
      const context = `seed ${String(seed)}, step ${String(step)}`;
      const dice = random();
      if (dice < 0.5) {
        const entries = Array.from({ length: 1 + below(5) }, (_, index) => ({
          partitionKey: String(below(50)),
          data: Buffer.from(`${String(step)}/${String(index)}`),
        }));
        const results = await world.kinesis.putRecords(REF, entries);
        results.forEach((result, index) => {
          assert.ok(result.ok);
          model[Number(result.shardId.slice(-1))]?.push({
            text: String(entries[index]?.data),
            arrivedMs: world.clock.nowMs(),
            sequenceNumber: result.sequenceNumber,
          });
        });
      } else if (dice < 0.6) {
        await world.clock.advance(below(3 * HOUR_MS));
      } else if (dice < 0.65) {
        world.restart();
      } else if (dice < 0.7) {
        await world.kinesis.sweep();
      } else {
        expire();
        const index = below(shardCount);
        const records = model[index] ?? [];
        const shard = world.shard(index);
        const skipped = below(records.length + 1);
        const from = records[skipped];
        const start = from
          ? world.kinesis.reader.firstArrivedAt(shard, from.arrivedMs)
          : shard.committedEnd;
        const recordsMax = 1 + below(10);
        const read = world.kinesis.read(REF, index, { from: start, recordsMax, bytesMax: 1_000 });
        const first = from
          ? records.findIndex(({ arrivedMs }) => arrivedMs >= from.arrivedMs)
          : records.length;
        assert.deepEqual(
          read.records.map(({ data, arrivedMs, sequenceNumber, position }) => {
            assert.equal(sequenceNumber, sequenceNumberOf(shard, position, arrivedMs), context);
            return { text: Buffer.from(data).toString(), arrivedMs, sequenceNumber };
          }),
          records.slice(first, first + recordsMax),
          context,
        );
        const isBehind = first + recordsMax < records.length;
        assert.equal(read.millisBehindLatest > 0, isBehind, context);
      }
    }
  });
});
