import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { StreamDecoding } from '../../../../src/tail/decoders/streamDecoding.ts';
import { TailSession } from '../../../../src/tail/session.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { FakeSource } from '../fakeSource.ts';
import { AVRO_TRUCK, TRUCK_AVSC } from '../schemas/encodings.ts';
import { AVRO_TRUCK_JSON } from '../schemas/expected.ts';

describe('StreamDecoding', () => {
  it('has a tail show its records anew when their schema has come', async () => {
    const clock = new FakeClock();
    const shardId = 'shardId-000000000000';
    const source = new FakeSource(clock, [shardId]);
    let deliver = (): void => undefined;
    const decoding = new StreamDecoding({
      source: {
        has: ({ kind }) => kind === 'stream',
        fetch: () =>
          new Promise((resolve) => {
            deliver = () => resolve({ format: 'AVRO', text: TRUCK_AVSC, origin: 'truck.avsc' });
          }),
      },
      clock,
      streamName: 'trucks',
    });
    const session = new TailSession({
      source,
      clock,
      random: () => 0,
      connectionName: 'c',
      streamName: 'trucks',
      position: { type: 'TRIM_HORIZON' },
      shards: 'all',
      decoder: decoding.pipeline,
    });
    Object.assign(source.put(shardId, ''), { data: Buffer.from(AVRO_TRUCK, 'base64') });
    session.start();
    await clock.advance(1_000);
    const before = session.counts.revision;
    const look = (): ReturnType<TailSession['record']> =>
      session.record({ generation: session.counts.generation, ordinal: 0 });
    assert.deepEqual(look()?.decoded.steps.at(-1)?.outcome, 'waiting');
    deliver();
    await clock.advance(1_000);
    assert.ok(session.counts.revision > before);
    assert.equal(look()?.decoded.text, AVRO_TRUCK_JSON);
    session.dispose();
    decoding.dispose();
  });
});
