import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Disposable } from '../../../../src/base/lifecycle.ts';
import { KinesisService } from '../../../../src/engine/kinesis/service.ts';
import { silentLog } from '../../../../src/engine/log.ts';
import { purgeStream } from '../../../../src/engine/purge/purgeStream.ts';
import { Store } from '../../../../src/engine/store/store.ts';
import { FakeClock } from '../../../support/fakeClock.ts';

const REF = { region: 'us-east-1', name: 's' };

/** Does something in the turn of each timer. */
class SharedTurns extends FakeClock {
  around: (timer: () => void) => void = (timer) => {
    timer();
  };

  override schedule(delayMs: number, callback: () => void): Disposable {
    return super.schedule(delayMs, () => {
      this.around(callback);
    });
  }
}

function serve(store: Store, clock: FakeClock): KinesisService {
  const options = { account: '000000000000', limits: false, transitionMs: 0 };
  return new KinesisService({ store, clock, log: silentLog, ...options });
}

test('a purge gives the room back, slice by slice, and nothing that came after it', async (context) => {
  const clock = new FakeClock();
  const store = new Store();
  const kinesis = serve(store, clock);
  context.after(() => {
    kinesis.dispose();
    store.close();
  });
  await kinesis.createStreamIfAbsent(REF, 2);
  await clock.advance(0);
  const put = (count: number) =>
    kinesis.putRecords(
      REF,
      Array.from({ length: count }, (_, key) => ({
        partitionKey: String(key),
        data: Buffer.of(1),
      })),
    );
  const rows = () => store.database.prepare('SELECT COUNT(*) AS count FROM records').get();
  for (let batch = 0; batch < 10; batch += 1) await put(500);
  const purged = await purgeStream(kinesis.catalog.require(REF), kinesis.reader, store);
  await put(7);
  const before = { ...rows() };
  let passes = 1;
  while (await kinesis.sweep()) passes += 1;
  // 2,500 records a shard are more than one slice.
  assert.deepEqual(
    [purged, before, passes, { ...rows() }],
    [5_000, { count: 5_007 }, 2, { count: 7 }],
  );
});

for (const order of ['before', 'after']) {
  test(`a purge and a reshard of the same turn both stay, the purge ${order} it`, async (context) => {
    const clock = new SharedTurns();
    const dataDir = mkdtempSync(join(tmpdir(), 'purge-'));
    const worlds: { store: Store; kinesis: KinesisService }[] = [];
    const open = () => {
      const store = new Store({ dataDir });
      const kinesis = serve(store, clock);
      worlds.push({ store, kinesis });
      return { store, kinesis };
    };
    const close = () => {
      const { store, kinesis } = worlds.pop() ?? {};
      kinesis?.dispose();
      store?.close();
    };
    context.after(() => {
      close();
      rmSync(dataDir, { recursive: true });
    });
    const { store, kinesis } = open();
    await kinesis.createStreamIfAbsent(REF, 2);
    await clock.advance(0);
    await kinesis.putRecords(REF, [{ partitionKey: 'k', data: Buffer.of(1) }]);
    const stream = kinesis.catalog.require(REF);
    await kinesis.catalog.update(stream, { reshard: { kind: 'scale', shardCount: 1 } });
    const purges: Promise<number>[] = [];
    clock.around = (finish) => {
      const purge = () => purges.push(purgeStream(stream, kinesis.reader, store));
      for (const step of order === 'before' ? [purge, finish] : [finish, purge]) step();
    };
    await clock.advance(0);
    clock.around = (timer) => {
      timer();
    };
    const seen = (service: KinesisService) => {
      const { shards, routes } = service.catalog.require(REF);
      const readable = [0, 1, 2].map(
        (index) =>
          service.read(REF, index, { from: 0, recordsMax: 9, bytesMax: 99 }).records.length,
      );
      const isClosed = shards.map((shard) => shard?.details.closedMs !== undefined);
      return { readable, isClosed, open: routes.map(({ index }) => index) };
    };
    const live = seen(kinesis);
    close();
    const expected = { readable: [0, 0, 0], isClosed: [true, true, false], open: [2] };
    assert.deepEqual(
      [await Promise.all(purges), live, seen(open().kinesis)],
      [[1], expected, expected],
    );
  });
}
