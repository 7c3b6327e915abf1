import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';

import { sleep } from '../../../../src/base/clock.ts';
import { ExpectedError } from '../../../../src/base/errors.ts';
import { ReadScheduler, type TailReads } from '../../../../src/tail/reading/readScheduler.ts';
import type { SourceBatch } from '../../../../src/tail/source.ts';
import { FakeClock, settle } from '../../../support/fakeClock.ts';
import { seededRandom } from '../../../support/seededRandom.ts';

const START_MS = 1_700_000_000_000;
const ONE_READ = { readsPerSecond: 1, bytesPerSecond: 1_000 };

interface Read {
  readonly tail: number;
  readonly shardId: string;
  readonly startMs: number;
  /** None when it was refused. */
  bytes: number;
}

describe('ReadScheduler', () => {
  let clock: FakeClock;
  let controller: AbortController;

  beforeEach(() => {
    clock = new FakeClock(START_MS);
    controller = new AbortController();
  });

  function join(scheduler: ReadScheduler, allowance = ONE_READ, streamName = 'trucks'): TailReads {
    return scheduler.join({ connectionName: 'production', streamName, allowance });
  }

  function batchOf(bytes: number): SourceBatch {
    const record = {
      sequenceNumber: '1',
      partitionKey: '',
      arrivalMs: 0,
      data: new Uint8Array(bytes),
      encryptionType: undefined,
    };
    return {
      records: [record],
      nextIterator: 'next',
      millisBehindLatest: 0,
      childShardIds: [],
    };
  }

  /** Reads again and again, and notes when. */
  async function readOn(
    reads: TailReads,
    shardId: string,
    note: (startMs: number) => Promise<number>,
  ): Promise<void> {
    const { signal } = controller;
    while (!signal.aborted) {
      await reads
        .read(shardId, async () => batchOf(await note(clock.nowMs())), signal)
        .catch((error: unknown) => {
          if (signal.aborted || !(error instanceof ExpectedError)) throw error;
        });
    }
  }

  async function stop(loops: Promise<void>[]): Promise<void> {
    controller.abort(new ExpectedError('cancelled', 'done'));
    await Promise.allSettled(loops);
    await settle();
    assert.equal(clock.pending, 0, 'timers left');
  }

  it('never reads a shard more than all its tails together may, and shares in turns', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = seededRandom(seed);
      controller = new AbortController();
      const scheduler = new ReadScheduler({ clock, concurrentReadsMax: 3 });
      const readsPerSecond = 1 + Math.floor(random() * 5);
      const allowance = { readsPerSecond, bytesPerSecond: 10_000 };
      const done: Read[] = [];
      let underWay = 0;
      let most = 0;
      const loops = [0, 1, 2].flatMap((tail) => {
        const reads = join(scheduler, allowance);
        return ['a', 'b', 'c', 'd'].map((shardId) =>
          readOn(reads, shardId, async (startMs) => {
            most = Math.max(most, ++underWay);
            const read = { tail, shardId, startMs, bytes: 0 };
            done.push(read);
            await sleep(clock, random() * 300, controller.signal).finally(() => underWay--);
            if (random() < 0.05) throw new ExpectedError('throttled', 'Too many');
            read.bytes = Math.floor(random() * 4_000);
            return read.bytes;
          }),
        );
      });
      await clock.advance(60_000);
      await stop(loops);
      assert.ok(most <= 3, `seed ${seed}: ${most} at once`);
      for (const shardId of ['a', 'b', 'c', 'd']) {
        const ofShard = done.filter((read) => read.shardId === shardId);
        checkBudget(ofShard, allowance, `seed ${seed}, shard ${shardId}`);
      }
      const byTail = [0, 1, 2].map((tail) => done.filter((read) => read.tail === tail).length);
      const isFair = Math.min(...byTail) > 0.8 * Math.max(...byTail);
      assert.ok(isFair, `seed ${seed}: ${byTail.join()}`);
    }
  });

  function checkBudget(
    reads: readonly Read[],
    allowance: { readsPerSecond: number; bytesPerSecond: number },
    where: string,
  ): void {
    assert.ok(reads.length > 5, where);
    for (const [index, { startMs }] of reads.entries()) {
      const within = reads.slice(index).filter((read) => read.startMs < startMs + 1_000);
      assert.ok(within.length <= allowance.readsPerSecond, `${where}: ${within.length} reads/s`);
      const next = reads[index + 1];
      if (!next) return;
      const paidMs = ((reads[index]?.bytes ?? 0) / allowance.bytesPerSecond) * 1_000;
      assert.ok(next.startMs - startMs >= paidMs, `${where}: ${paidMs} ms not waited`);
    }
  }

  it('holds up no tail of one shard by one of hundreds', async () => {
    const scheduler = new ReadScheduler({ clock, concurrentReadsMax: 2 });
    const slow = (): Promise<number> => sleep(clock, 500, controller.signal).then(() => 0);
    const large = join(scheduler);
    const loops = Array.from({ length: 300 }, (_, shard) => readOn(large, String(shard), slow));
    await clock.advance(100);
    const starts: number[] = [];
    const small = readOn(join(scheduler, ONE_READ, 'ships'), 'a', (startMs) => {
      starts.push(startMs - START_MS);
      return Promise.resolve(0);
    });
    await clock.advance(5_000);
    assert.deepEqual(starts, [500, 1_500, 2_500, 3_500, 4_500]);
    await stop([...loops, small]);
  });

  it('holds up no tail by those of a connection that does not answer', async () => {
    const scheduler = new ReadScheduler({ clock, concurrentReadsMax: 2 });
    const dead = join(scheduler);
    const never = (): Promise<number> => sleep(clock, 3_600_000, controller.signal).then(() => 0);
    const loops = ['a', 'b', 'c'].map((shardId) => readOn(dead, shardId, never));
    await clock.advance(100);
    let reads = 0;
    const scope = { connectionName: 'Local engine', streamName: 'trucks', allowance: ONE_READ };
    const live = readOn(scheduler.join(scope), 'a', () => Promise.resolve(reads++));
    await clock.advance(2_000);
    assert.equal(reads, 3);
    await stop([...loops, live]);
  });

  it('lets two tails at the end of a shard spend no more than one', async () => {
    const scheduler = new ReadScheduler({ clock });
    const starts: number[] = [];
    const first = join(scheduler);
    const note = (startMs: number): Promise<number> => {
      starts.push(startMs - START_MS);
      return Promise.resolve(0);
    };
    const loops = [readOn(first, 'a', note), readOn(join(scheduler), 'a', note)];
    await clock.advance(5_000);
    assert.deepEqual(starts, [0, 1_000, 2_000, 3_000, 4_000, 5_000]);
    assert.deepEqual(first.spentOf('a'), {
      readsPerSecond: 1,
      readBytesPerSecond: 0,
      readsPerSecondMax: 1,
    });
    await stop(loops);
  });

  it('keeps streams and connections apart', async () => {
    const scheduler = new ReadScheduler({ clock });
    const starts: string[] = [];
    const loops = ['trucks', 'ships'].map((streamName) =>
      readOn(join(scheduler, ONE_READ, streamName), 'a', () => {
        starts.push(streamName);
        return Promise.resolve(0);
      }),
    );
    await clock.advance(0);
    assert.deepEqual(starts, ['trucks', 'ships']);
    await stop(loops);
  });

  it('halves its reads at a throttle and takes a minute to take all of them again', async () => {
    const scheduler = new ReadScheduler({ clock });
    const reads = join(scheduler, { readsPerSecond: 4, bytesPerSecond: Number.POSITIVE_INFINITY });
    const allowed: number[] = [];
    const starts: number[] = [];
    let throttles = 2;
    const loops = [
      readOn(reads, 'a', (startMs) => {
        starts.push(startMs - START_MS);
        if (throttles-- > 0) return Promise.reject(new ExpectedError('throttled', 'Too many'));
        return Promise.resolve(0);
      }),
    ];
    for (let second = 0; second < 60; second += 15) {
      await clock.advance(0);
      allowed.push(Math.round(reads.spentOf('a').readsPerSecondMax * 100) / 100);
      await clock.advance(15_000);
    }
    assert.deepEqual(starts.slice(0, 2), [0, 500]);
    assert.deepEqual(allowed, [2, 1.98, 2.98, 3.98]);
    await clock.advance(1_000);
    assert.equal(reads.spentOf('a').readsPerSecondMax, 4);
    await stop(loops);
  });

  it('waits as long as the bytes of a read are worth', async () => {
    const reads = join(new ReadScheduler({ clock }));
    const starts: number[] = [];
    const loops = [
      readOn(reads, 'a', (startMs) => {
        starts.push(startMs - START_MS);
        return Promise.resolve(3_500);
      }),
    ];
    await clock.advance(10_000);
    assert.deepEqual(starts, [0, 3_500, 7_000]);
    assert.equal(reads.batchBytesTarget, 1_000);
    await stop(loops);
  });

  it('remembers a throttle for the next tail of the stream', async () => {
    const scheduler = new ReadScheduler({ clock });
    const first = join(scheduler);
    const throttled = (): Promise<never> =>
      Promise.reject(new ExpectedError('throttled', 'Too many'));
    await assert.rejects(first.read('a', throttled, controller.signal), { code: 'throttled' });
    first.dispose();
    const second = join(scheduler);
    assert.equal(second.spentOf('a').readsPerSecondMax, 0.5);
    second.dispose();
    await clock.leap(300_000);
    join(scheduler, ONE_READ, 'ships').dispose();
    assert.equal(join(scheduler).spentOf('a').readsPerSecondMax, 1);
    assert.equal(clock.pending, 0);
  });

  it('ends a wait with its signal and gives its turn to the next', async () => {
    const scheduler = new ReadScheduler({ clock, concurrentReadsMax: 1 });
    const reads = join(scheduler);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const running = reads.call(() => held, controller.signal);
    const leaving = new AbortController();
    const left = reads.call(() => Promise.reject(new Error('not reached')), leaving.signal);
    const next = reads.call(() => Promise.resolve('next'), controller.signal);
    leaving.abort(new ExpectedError('cancelled', 'left'));
    await assert.rejects(left, { message: 'left' });
    release();
    assert.deepEqual(await Promise.all([running, next]), [undefined, 'next']);
  });
});
