import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { hashKeyOf } from '../../../../src/tail/reading/shardChoice.ts';
import { settle } from '../../../support/fakeClock.ts';
import { shownRows, shownTexts } from '../../../support/tails.ts';
import { byKey, drain, KEYS, openTail as open, RandomStream } from '../randomStream.ts';

describe('a tail of a stream that is resharded at random', () => {
  for (const seed of [1, 22, 333, 4_444, 55_555]) {
    it(`shows every record once, each key's in order (seed ${seed})`, async () => {
      const stream = new RandomStream(seed);
      const session = open(stream);
      for (let step = 0; step < 80; step++) await stream.step();
      const expected = stream.expected(KEYS);
      await drain(stream, () => session.counts.received >= expected.length);
      assert.deepEqual(byKey(shownRows(session), KEYS), expected);
      const { shards, left } = session.lineage();
      assert.deepEqual([shards.length, left], [stream.source.shards.size, 0]);
      assert.equal(
        shards.reduce((sum, { recordsRead }) => sum + recordsRead, 0),
        expected.length,
      );
      session.dispose();
      await settle();
      assert.equal(stream.clock.pending, 0);
    });

    it(`finds the records of a key, and reads its shards only (seed ${seed})`, async () => {
      const stream = new RandomStream(seed);
      const key = KEYS[seed % KEYS.length] ?? '';
      const session = open(stream, { shards: { kind: 'key', partitionKey: key } });
      for (let step = 0; step < 60; step++) await stream.step();
      const expected = stream.expected([key]);
      await drain(stream, () => session.counts.received >= expected.length);
      assert.deepEqual(shownTexts(session), expected);
      const hashKey = hashKeyOf(key);
      for (const { shardId } of stream.source.calls) {
        const range = shardId === undefined ? undefined : stream.source.shards.get(shardId)?.range;
        if (range) assert.ok(range.start <= hashKey && hashKey <= range.end, shardId);
      }
      const { keyShardIds = [] } = session.state;
      assert.ok(keyShardIds.length > 0 && keyShardIds.length < stream.source.shards.size);
      session.dispose();
    });

    it(`stops after a count and goes on without a gap, again and again (seed ${seed})`, async () => {
      const stream = new RandomStream(seed);
      for (let step = 0; step < 40; step++) await stream.step();
      const session = open(stream, { end: { type: 'COUNT', records: 17 } });
      await drain(stream, () => session.state.phase.name === 'ended');
      assert.deepEqual(
        [session.state.phase, session.counts.received],
        [{ name: 'ended', at: { type: 'COUNT', records: 17 } }, 17],
      );
      await stream.clock.advance(5_000);
      assert.equal(session.counts.received, 17);
      session.resume();
      const expected = stream.expected(KEYS);
      await drain(stream, () => session.counts.received >= expected.length);
      assert.deepEqual(byKey(shownRows(session), KEYS), expected);
      session.dispose();
    });
  }

  it('stops at a time and goes on from there', async () => {
    const stream = new RandomStream(7);
    for (let step = 0; step < 40; step++) await stream.step();
    const timestampMs = stream.clock.nowMs();
    const before = stream.expected(KEYS);
    for (let step = 0; step < 40; step++) await stream.step();
    const session = open(stream, { end: { type: 'AT_TIMESTAMP', timestampMs } });
    await drain(stream, () => session.state.phase.name === 'ended');
    const stopped = shownRows(session);
    assert.deepEqual(session.state.phase, {
      name: 'ended',
      at: { type: 'AT_TIMESTAMP', timestampMs },
    });
    assert.deepEqual(byKey(stopped, KEYS), before);
    session.resume();
    const expected = stream.expected(KEYS);
    await drain(stream, () => session.counts.received >= expected.length);
    assert.deepEqual(byKey(shownRows(session), KEYS), expected);
    session.dispose();
  });
});
