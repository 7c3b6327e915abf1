import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TailSession } from '../../../src/tail/session.ts';
import { FakeClock, settle } from '../../support/fakeClock.ts';
import { FakeSource } from './fakeSource.ts';

test('a record says which hash keys its shard has', async () => {
  const clock = new FakeClock();
  const source = new FakeSource(clock, []);
  const shardId = 'shardId-000000000007';
  source.addShard(shardId, [], { start: 5n, end: 90n });
  source.put(shardId, 'one', 'truck_7');
  const session = new TailSession({
    source,
    clock,
    random: () => 0,
    connectionName: 'Local engine',
    streamName: 'trucks',
    position: { type: 'TRIM_HORIZON' },
    shards: [shardId],
  });
  session.start();
  await clock.advance(1_000);
  const detail = session.record({ generation: session.counts.generation, ordinal: 0 });
  assert.deepEqual(detail?.shardHashKeys, { first: '5', last: '90' });
  session.dispose();
  await settle();
  assert.equal(clock.pending, 0);
});
