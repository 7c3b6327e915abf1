import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../../support/fakeClock.ts';
import { FakeSource } from '../fakeSource.ts';
import { closeFakeTail, openFakeTail } from '../fakeTail.ts';

test('a record says which hash keys its shard has', async () => {
  const clock = new FakeClock();
  const source = new FakeSource(clock, []);
  const shardId = 'shardId-000000000007';
  source.addShard(shardId, [], { start: 5n, end: 90n });
  source.put(shardId, 'one', 'truck_7');
  const session = openFakeTail(source, clock, { shards: [shardId] });
  await clock.advance(1_000);
  const detail = session.record({ generation: session.counts.generation, ordinal: 0 });
  assert.deepEqual(detail?.shardHashKeys, { first: '5', last: '90' });
  await closeFakeTail(session, clock);
});
