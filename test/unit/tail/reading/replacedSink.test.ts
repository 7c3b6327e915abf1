import assert from 'node:assert/strict';
import { test } from 'node:test';
import { untilReplaced } from '../../../../src/tail/reading/replacedSink.ts';
import type { FollowerSink } from '../../../../src/tail/reading/streamFollower.ts';

const RECORD = {
  sequenceNumber: '1',
  partitionKey: 'k',
  arrivalMs: 0,
  data: new Uint8Array(),
  encryptionType: undefined,
};

/** Calls everything that a sink hears, and gives what it answered. */
async function tellAll(sink: FollowerSink): Promise<unknown[]> {
  const shard = { shardId: 's', endingSequenceNumber: undefined, parentShardIds: [] };
  sink.onListed([shard]);
  sink.onChosen(shard, { type: 'LATEST' });
  sink.onStarted('s');
  sink.onPositioned('s');
  sink.onAnswer('s', 0);
  sink.onThrottle('s');
  sink.onPush('s', true);
  sink.onTrouble('s', 'away');
  sink.onStreamTrouble('away');
  sink.onEnded('s', false);
  sink.onStopped('s');
  sink.onFailed('s');
  const waiting = sink.room(AbortSignal.abort(new Error('left'))).catch(() => 'left');
  return [sink.isFull(), sink.take('s', [RECORD, RECORD], 1), await waiting];
}

test('the readers of a run that was replaced tell nobody anything', async () => {
  const heard: string[] = [];
  const answers: Partial<Record<string, unknown>> = {
    take: 2,
    isFull: true,
    room: Promise.resolve('room'),
  };
  const sink = new Proxy({} as FollowerSink, {
    get: (_, name) => () => {
      heard.push(String(name));
      return answers[String(name)];
    },
  });
  let isReplaced = false;
  const guarded = untilReplaced(sink, () => isReplaced);
  assert.deepEqual(await tellAll(guarded), [true, 2, 'room']);
  assert.equal(heard.splice(0).length, 15);
  isReplaced = true;
  assert.deepEqual(await tellAll(guarded), [false, 1, 'left']);
  assert.deepEqual(heard, []);
});
