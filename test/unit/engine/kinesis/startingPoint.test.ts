import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { KinesisService } from '../../../../src/engine/kinesis/service.ts';
import { startingPosition } from '../../../../src/engine/kinesis/startingPoint.ts';
import type { Shard, Stream } from '../../../../src/engine/kinesis/state.ts';
import { silentLog } from '../../../../src/engine/log.ts';
import { Store } from '../../../../src/engine/store/store.ts';
import { FakeClock } from '../../../support/fakeClock.ts';

const REF = { region: 'us-east-1', name: 's' };

describe('a starting point', () => {
  it('after a record that a power failure took is the record in its place', async () => {
    const store = new Store();
    const clock = new FakeClock();
    const options = { store, clock, log: silentLog, account: '000000000000' };
    const serve = (): KinesisService =>
      new KinesisService({ ...options, limits: false, transitionMs: 0 });
    const open = (): { kinesis: KinesisService; stream: Stream; shard: Shard } => {
      const kinesis = serve();
      const stream = kinesis.catalog.find(REF);
      const shard = stream?.shards[0];
      assert.ok(stream !== undefined && shard !== undefined);
      return { kinesis, stream, shard };
    };
    const first = serve();
    await first.createStreamIfAbsent(REF, 1);
    first.dispose();
    const put = async ({ kinesis, stream }: ReturnType<typeof open>): Promise<string> => {
      const [result] = await kinesis.writer.put(stream, [
        { partitionKey: 'k', data: Buffer.from('x') },
      ]);
      return result?.ok === true ? result.sequenceNumber : '';
    };
    const before = open();
    const numbers = [await put(before), await put(before)];
    before.kinesis.dispose();
    await store.write(() => {
      store.records.delete(before.shard.key, 2, 3);
    });
    await clock.advance(5_000);
    const after = open();
    await put(after);
    const positions = numbers.map((sequenceNumber) =>
      startingPosition(
        after.kinesis,
        { ...after, operation: 'GetShardIterator' },
        { type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber },
      ),
    );
    after.kinesis.dispose();
    store.close();
    // The first is still there; the second was taken, and position 2 is another record's now.
    assert.deepEqual(positions, [2, 2]);
  });
});
