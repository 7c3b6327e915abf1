import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KinesisService } from '../../../../src/engine/kinesis/service.ts';
import { silentLog } from '../../../../src/engine/log.ts';
import { purgeStream } from '../../../../src/engine/purge/purgeStream.ts';
import { Store } from '../../../../src/engine/store/store.ts';
import { FakeClock } from '../../../support/fakeClock.ts';

const REF = { region: 'us-east-1', name: 's' };

test('a purge gives the room back, slice by slice, and nothing that came after it', async (context) => {
  const clock = new FakeClock();
  const store = new Store();
  const kinesis = new KinesisService({
    store,
    clock,
    log: silentLog,
    account: '000000000000',
    limits: false,
    transitionMs: 0,
  });
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
