import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';

import type { Clock } from '../../../../src/base/clock.ts';
import { ExpectedError } from '../../../../src/base/errors.ts';
import { type ShardProgress, ShardReader } from '../../../../src/tail/reading/shardReader.ts';
import { FakeClock, settle } from '../../../support/fakeClock.ts';
import { readsOf } from '../fakeReads.ts';
import { FakeSource } from '../fakeSource.ts';

const SHARD = 'shardId-000000000000';

/** How a reader shares the only thread with everything else of its process. */
describe('the pace of a ShardReader', () => {
  let fake: FakeClock;
  let source: FakeSource;
  let taken: string[];
  /** What taking a record costs. */
  let recordMs: number;
  let workedMs: number;
  let controller: AbortController;
  let reading: Promise<unknown>;
  let progress: ShardProgress;

  beforeEach(() => {
    fake = new FakeClock();
    source = new FakeSource(fake, [SHARD]);
    taken = [];
    recordMs = workedMs = 0;
    progress = {
      shardId: SHARD,
      start: { type: 'TRIM_HORIZON' },
      lastSequenceNumber: undefined,
      positionedMs: undefined,
    };
  });

  afterEach(() => assert.equal(fake.pending, 0, 'timers left'));

  function read(random = 0): void {
    const clock: Clock = {
      nowMs: () => fake.nowMs() + workedMs,
      schedule: (delayMs, callback) => fake.schedule(delayMs, callback),
    };
    const reader = new ShardReader(
      {
        source,
        clock,
        random: () => random,
        streamName: 'trucks',
        pollIntervalMs: 1_000,
        reads: readsOf(fake),
        sink: {
          take(_shardId, records, from) {
            const some = records.slice(from);
            workedMs += some.length * recordMs;
            taken.push(...some.map(({ data }) => new TextDecoder().decode(data)));
            return records.length;
          },
          isFull: () => false,
          room: () => Promise.reject(new Error('There is room')),
          onPositioned: () => undefined,
          onAnswer: () => undefined,
          onThrottle: () => undefined,
          onPush: () => undefined,
          onTrouble: () => undefined,
        },
      },
      progress,
    );
    controller = new AbortController();
    reading = reader.run(controller.signal);
  }

  async function stop(): Promise<void> {
    const reason = new ExpectedError('cancelled', 'done');
    controller.abort(reason);
    await assert.rejects(reading, reason);
  }

  it('takes a batch in slices of a few milliseconds', async () => {
    const texts = Array.from({ length: 450 }, (_, index) => String(index));
    for (const text of texts) source.put(SHARD, text);
    recordMs = 0.03;
    read();
    const slices: number[] = [];
    while (taken.length < 450) {
      await settle();
      slices.push(taken.length);
      if (taken.length < 450) await fake.advance(0);
    }
    await stop();
    assert.deepEqual([slices[0], taken], [200, texts]);
  });

  it('knows after a slice what was taken, and goes on from there', async () => {
    for (let index = 0; index < 450; index++) source.put(SHARD, String(index));
    recordMs = 0.05;
    read();
    await settle();
    await stop();
    assert.deepEqual([taken.length, progress.lastSequenceNumber], [100, '100']);
    recordMs = 0;
    read();
    await settle();
    await stop();
    assert.deepEqual([taken.length, new Set(taken).size], [450, 450]);
  });

  it('begins at a time of its own to poll, so that shards do not answer together', async () => {
    const times: number[] = [];
    source.fault = ({ operation }) => {
      if (operation === 'getRecords') times.push(fake.nowMs() - 1_700_000_000_000);
      return undefined;
    };
    read(0.6);
    await fake.advance(3_000);
    await stop();
    assert.deepEqual(times, [0, 400, 1_400, 2_400]);
  });
});
