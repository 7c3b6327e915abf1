import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { ExpectedError } from '../../../src/base/errors.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { pushedShards, READING_WAYS, shownTexts } from '../../support/tails.ts';
import { FakeSource } from './fakeSource.ts';
import { closeFakeTail, openFakeTail } from './fakeTail.ts';

const SHARDS = ['shardId-000000000000', 'shardId-000000000001'] as const;

describe('a tail that loses the right to read', () => {
  for (const way of READING_WAYS) {
    it(`says so, reads no more, and goes on where it stood, by ${way}`, async () => {
      const clock = new FakeClock();
      const source = new FakeSource(clock, SHARDS);
      const session = openFakeTail(source, clock, {
        ...(way === 'push' && { push: { mode: 'push', isAutomatic: true } }),
      });
      await clock.advance(2_000);
      for (const shardId of SHARDS) source.put(shardId, `before ${shardId}`);
      await clock.advance(2_000);
      assert.equal(pushedShards(session), way === 'push' ? 2 : 0);

      const denied = new ExpectedError('accessDenied', 'You may not read this stream.');
      source.fault = () => denied;
      source.push.fault = () => denied;
      source.push.endAll(denied);
      await clock.advance(30_000);
      assert.deepEqual(session.state.phase, { name: 'failed', message: denied.message });
      const calls = source.calls.length;
      for (const shardId of SHARDS) source.put(shardId, `meanwhile ${shardId}`);
      await clock.advance(600_000);
      assert.equal(source.calls.length, calls);

      source.fault = () => undefined;
      source.push.fault = () => undefined;
      session.resume();
      await clock.advance(2_000);
      for (const shardId of SHARDS) source.put(shardId, `after ${shardId}`);
      await clock.advance(30_000);
      assert.deepEqual(session.state.phase, { name: 'running' });
      assert.deepEqual(
        SHARDS.map((shardId) => shownTexts(session).filter((text) => text.endsWith(shardId))),
        SHARDS.map((shardId) =>
          ['before', 'meanwhile', 'after'].map((text) => `${text} ${shardId}`),
        ),
      );
      assert.equal(pushedShards(session), way === 'push' ? 2 : 0);
      await closeFakeTail(session, clock);
    });
  }
});
