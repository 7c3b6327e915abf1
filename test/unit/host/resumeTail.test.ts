import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resumeTail } from '../../../src/host/panels/resumeTail.ts';
import { TailSession } from '../../../src/tail/session.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { FakeSource } from '../tail/fakeSource.ts';

test('a tail that is held reads nothing until it is resumed, then from where it would begin by then', async () => {
  const clock = new FakeClock();
  const source = new FakeSource(clock, ['shard']);
  source.put('shard', 'early');
  const keptMs = clock.nowMs();
  const session = new TailSession({
    source,
    clock,
    random: () => 0,
    connectionName: 'prod',
    streamName: 's',
    position: { type: 'AT_TIMESTAMP', timestampMs: keptMs },
    followsLatest: true,
    shards: 'all',
  });
  await clock.advance(3_600_000);
  source.put('shard', 'late');
  await clock.advance(60_000);
  assert.deepEqual([session.state.phase.name, source.calls], ['held', []]);
  const timestampMs = clock.nowMs() - 5 * 60_000;
  resumeTail(session, () => ({
    connectionName: 'prod',
    streamName: 's',
    position: { type: 'AT_TIMESTAMP', timestampMs },
    shards: 'all',
    followsLatest: true,
  }));
  await clock.advance(2_000);
  const { generation, first, end } = session.counts;
  const { rows } = session.rows({ generation, from: first, count: end - first });
  assert.deepEqual(
    [session.state.phase.name, session.state.followsLatest, rows.map(({ preview }) => preview)],
    ['running', true, ['late']],
  );
  session.pause();
  resumeTail(session, () => assert.fail('It is not held any more'));
  assert.equal(session.state.phase.name, 'running');
  session.dispose();
});
