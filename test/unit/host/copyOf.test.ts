import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { messageOf } from '../../../src/base/errors.ts';
import { COPY_SLICE_RECORDS } from '../../../src/host/limits.ts';
import { type RowsCopy, copyOf } from '../../../src/host/panels/copyOf.ts';
import { TailSession } from '../../../src/tail/session.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { FakeSource } from '../tail/fakeSource.ts';

const SHARD = 'shardId-000000000000';

describe('copying rows', () => {
  let session: TailSession | undefined;

  afterEach(() => session?.dispose());

  async function open(data: readonly Uint8Array[], windowRecordsMax = 100_000): Promise<void> {
    const clock = new FakeClock();
    const source = new FakeSource(clock, [SHARD]);
    for (const bytes of data) Object.assign(source.put(SHARD, ''), { data: bytes });
    session = new TailSession({
      source,
      clock,
      random: () => 0,
      connectionName: 'Local engine',
      streamName: 's',
      position: { type: 'TRIM_HORIZON' },
      shards: 'all',
      windowRecordsMax,
    });
    session.start();
    await clock.advance(20_000);
  }

  function copy(count: number): Promise<RowsCopy> {
    assert.ok(session);
    const ordinals = Array.from({ length: count }, (_, ordinal) => ordinal);
    const { generation } = session.counts;
    const target = { streamName: 's', region: 'r', anyCredentials: true };
    return copyOf(session, { generation, ordinals, format: 'data' }, () => target);
  }

  it('lets others run in between', async () => {
    const count = COPY_SLICE_RECORDS * 5;
    await open(Array.from({ length: count }, () => Buffer.from('{}')));
    let turns = 0;
    let isDone = false;
    const turn = (): void => {
      turns++;
      if (!isDone) setImmediate(turn);
    };
    setImmediate(turn);
    const copied = await copy(count);
    isDone = true;
    assert.equal(copied.count, count);
    assert.ok(turns >= 4, `${turns} turns`);
  });

  it('is bounded by what comes out, however little that is packed into', async () => {
    const bomb = gzipSync(Buffer.alloc(15_000_000, 'x'));
    await open(Array.from({ length: 5 }, () => bomb));
    assert.equal((await copy(4)).text.length, 60_000_003);
    assert.equal(
      await copy(5).then(() => 'copied', messageOf),
      'At most 10,000 records and 64 million characters are copied at once. Select fewer, or export them.',
    );
  });

  it('counts what is still there, and says when nothing is', async () => {
    await open(
      Array.from({ length: 30 }, (_, index) => Buffer.from(String(index))),
      10,
    );
    const { first } = session?.counts ?? {};
    assert.ok(first !== undefined && first > 0 && first < 30);
    assert.equal((await copy(30)).count, 30 - first);
    assert.equal(
      await copy(1).then(() => 'copied', messageOf),
      'The record has left the window of the tail',
    );
  });
});
