import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';

import { ExpectedError } from '../../../../src/base/errors.ts';
import type { StartPosition } from '../../../../src/formats/position.ts';
import type { ShardChoice } from '../../../../src/protocol/webview/tail.ts';
import { StreamFollower } from '../../../../src/tail/reading/streamFollower.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { readsOf } from '../fakeReads.ts';
import { FakeSource } from '../fakeSource.ts';

const TRIM_HORIZON: StartPosition = { type: 'TRIM_HORIZON' };

describe('StreamFollower', () => {
  let clock: FakeClock;
  let source: FakeSource;
  let events: string[];

  beforeEach(() => {
    clock = new FakeClock();
    source = new FakeSource(clock, ['0', '1']);
    events = [];
  });

  function make(position: StartPosition, choice: ShardChoice = 'all'): StreamFollower {
    return new StreamFollower(
      {
        source,
        clock,
        random: () => 0,
        streamName: 'trucks',
        pollIntervalMs: 1_000,
        reads: readsOf(clock, { concurrentReadsMax: 2 }),
        sink: {
          take(_shardId, records) {
            events.push(...records.map(({ data }) => new TextDecoder().decode(data)));
            return records.length;
          },
          isFull: () => false,
          room: () => Promise.resolve(),
          onListed: () => undefined,
          onChosen: () => undefined,
          onStarted: (shardId) => events.push(`start ${shardId}`),
          onPositioned: () => undefined,
          onAnswer: () => undefined,
          onThrottle: () => undefined,
          onPush: () => undefined,
          onTrouble: () => undefined,
          onStreamTrouble: (message) => message && events.push(message),
          onEnded: (shardId) => events.push(`end ${shardId}`),
          onStopped: (shardId) => events.push(`stop ${shardId}`),
          onFailed: (shardId) => events.push(`fail ${shardId}`),
        },
      },
      position,
      choice,
    );
  }

  it('drains both parents of a merge before the child, whatever order they are named in', async () => {
    source.put('0', 'a');
    source.put('1', 'b');
    source.addShard('2', ['0', '1']);
    source.put('2', 'c');
    source.addShard('3', ['2']);
    source.put('3', 'd');
    source.addShard('4', ['3']);
    const following = make(TRIM_HORIZON, ['3', '2', '1', '0']).run(new AbortController().signal);
    await clock.advance(1_000);
    await following;
    assert.deepEqual(events, [
      ...['start 1', 'start 0', 'b', 'a', 'end 1', 'end 0'],
      ...['start 2', 'c', 'end 2', 'start 3', 'd', 'end 3'],
    ]);
  });

  it('holds a merged shard back while a parent of it is not even known to be read', async () => {
    source.put('0', 'a');
    let isHeld = true;
    source.fault = ({ operation, shardId }) =>
      operation === 'getRecords' && shardId === '0' && isHeld
        ? new ExpectedError('throttled', 'Slow down')
        : undefined;
    const controller = new AbortController();
    const following = make(TRIM_HORIZON).run(controller.signal);
    await clock.advance(100);
    source.addShard('2', ['0']);
    source.put('2', 'b');
    source.addShard('3', ['1', '2']);
    source.put('3', 'c');
    await clock.advance(5_000);
    assert.deepEqual(events, ['start 0', 'start 1', 'end 1']);
    isHeld = false;
    await clock.advance(10_000);
    controller.abort(new ExpectedError('cancelled', 'done'));
    await assert.rejects(following, { code: 'cancelled' });
    assert.deepEqual(events.slice(3), [...['a', 'end 0', 'start 2', 'b', 'end 2', 'start 3', 'c']]);
  });

  it('goes on into what a reshard brings, from its first record, when all are chosen', async () => {
    source.put('0', 'too old');
    const controller = new AbortController();
    const following = make({ type: 'LATEST' }).run(controller.signal);
    await clock.advance(500);
    source.addShard('2', ['0', '1']);
    source.put('2', 'first of the child');
    await clock.advance(2_000);
    controller.abort(new ExpectedError('cancelled', 'done'));
    await assert.rejects(following, { code: 'cancelled' });
    assert.deepEqual(events, [
      ...['start 0', 'start 1', 'end 0', 'end 1', 'start 2'],
      'first of the child',
    ]);
    assert.equal(clock.pending, 0);
  });

  it('reads only open shards when it starts at the latest record', async () => {
    source.addShard('2', ['0']);
    const controller = new AbortController();
    const following = make({ type: 'LATEST' }).run(controller.signal);
    await clock.advance(500);
    controller.abort(new ExpectedError('cancelled', 'done'));
    await assert.rejects(following, { code: 'cancelled' });
    assert.deepEqual(events, ['start 1', 'start 2']);
  });

  it('takes a shard whose records have expired as read to its end', async () => {
    source.addShard('2', ['0']);
    source.put('2', 'kept');
    source.fault = ({ operation, shardId }) => {
      if (operation !== 'getShardIterator' || shardId !== '0') return undefined;
      source.shards.delete('0');
      return new ExpectedError('notFound', 'Shard 0 does not exist');
    };
    const controller = new AbortController();
    const following = make(TRIM_HORIZON, ['0', '2']).run(controller.signal);
    await clock.advance(500);
    controller.abort(new ExpectedError('cancelled', 'done'));
    await assert.rejects(following, { code: 'cancelled' });
    assert.deepEqual(events, ['start 0', 'end 0', 'start 2', 'kept']);
  });

  it('fails, and reads to the end nothing, while the stream is made anew', async () => {
    const shards = new Map(source.shards);
    source.fault = ({ operation, shardId }) => {
      if (operation !== 'getRecords' || shardId !== '0') return undefined;
      source.shards.clear();
      return new ExpectedError('notFound', 'The stream does not exist');
    };
    const follower = make(TRIM_HORIZON);
    const failed = assert.rejects(follower.run(new AbortController().signal), { code: 'notFound' });
    await clock.advance(500);
    await failed;
    source.fault = () => undefined;
    for (const [shardId, shard] of shards) source.shards.set(shardId, shard);
    source.put('0', 'new');
    const controller = new AbortController();
    const again = follower.run(controller.signal);
    await clock.advance(500);
    controller.abort(new ExpectedError('cancelled', 'done'));
    await assert.rejects(again, { code: 'cancelled' });
    assert.ok(events.includes('new'), events.join());
  });

  it('stops all readers when one fails, and a second run goes on where each stood', async () => {
    source.put('0', 'a');
    source.put('1', 'b');
    const follower = make(TRIM_HORIZON);
    const denied = new ExpectedError('accessDenied', 'Access denied');
    const first = follower.run(new AbortController().signal);
    const failed = assert.rejects(first, denied);
    await clock.advance(500);
    source.fault = ({ operation, shardId }) =>
      operation === 'getRecords' && shardId === '1' ? denied : undefined;
    await clock.advance(1_000);
    await failed;
    const calls = source.calls.length;
    await clock.advance(60_000);
    assert.equal(source.calls.length, calls, 'no reader is left');
    source.fault = () => undefined;
    source.put('0', 'c');
    source.put('1', 'd');
    const controller = new AbortController();
    const second = follower.run(controller.signal);
    await clock.advance(500);
    controller.abort(new ExpectedError('cancelled', 'done'));
    await assert.rejects(second, { code: 'cancelled' });
    assert.deepEqual(events, [
      ...['start 0', 'start 1', 'a', 'b', 'fail 1'],
      ...['start 0', 'start 1', 'c', 'd'],
    ]);
  });

  it('waits for the shards of a stream that is being created', async () => {
    source.shards.clear();
    const controller = new AbortController();
    const following = make({ type: 'LATEST' }).run(controller.signal);
    await clock.advance(500);
    source.addShard('0', []);
    await clock.advance(1_000);
    controller.abort(new ExpectedError('cancelled', 'done'));
    await assert.rejects(following, { code: 'cancelled' });
    assert.deepEqual(events, ['The stream has no shards yet.', 'start 0']);
  });

  it('ends with a signal that has aborted before, and reads nothing', async () => {
    const signal = AbortSignal.abort(new ExpectedError('cancelled', 'too late'));
    await assert.rejects(make(TRIM_HORIZON).run(signal), { message: 'too late' });
    assert.deepEqual([events, source.calls], [[], []]);
  });

  it('reads hundreds of shards with few reads at once', async () => {
    for (let index = 2; index < 300; index++) source.addShard(String(index), []);
    let underWay = 0;
    let most = 0;
    const getRecords = source.getRecords.bind(source);
    source.getRecords = async (request, signal) => {
      most = Math.max(most, ++underWay);
      const batch = await getRecords(request, signal);
      underWay--;
      return batch;
    };
    for (const shardId of source.shards.keys()) source.put(shardId, shardId);
    const controller = new AbortController();
    const following = make(TRIM_HORIZON).run(controller.signal);
    await clock.advance(900);
    controller.abort(new ExpectedError('cancelled', 'done'));
    await assert.rejects(following, { code: 'cancelled' });
    assert.deepEqual([most, events.length], [2, 600]);
  });
});
