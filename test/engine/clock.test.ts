import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  ListShardsCommand,
  PutRecordCommand,
  RegisterStreamConsumerCommand,
} from '@aws-sdk/client-kinesis';
import type { Engine } from '../../src/engine/engine.ts';
import { control } from '../support/control.ts';
import { kinesisClient, startTestEngine } from '../support/engine.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { subscribe } from '../support/subscriber.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The clock below stands still, so that only the moves count. */
describe('the clock that is moved forward', () => {
  let below: FakeClock;
  let engine: Engine;
  let client: KinesisClient;

  beforeEach(async () => {
    below = new FakeClock();
    engine = await startTestEngine({ transitionMs: 30_000 }, { clock: below });
    client = kinesisClient(engine.ready.http);
    await client.send(new CreateStreamCommand({ StreamName: 's', ShardCount: 2 }));
  });
  afterEach(async () => {
    client.destroy();
    await engine.stop();
  });

  async function advance(byMs: number): Promise<void> {
    await control(engine.ready.http, 'advanceClock', { byMs });
    await below.advance(0);
  }

  const put = (text: string) =>
    client.send(
      new PutRecordCommand({ StreamName: 's', PartitionKey: 'k', Data: Buffer.from(text) }),
    );

  async function iterator(): Promise<string | undefined> {
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({
        StreamName: 's',
        ShardId: (await put('probe')).ShardId,
        ShardIteratorType: 'TRIM_HORIZON',
      }),
    );
    return ShardIterator;
  }

  async function texts(ShardIterator: string | undefined): Promise<string[]> {
    const { Records } = await client.send(new GetRecordsCommand({ ShardIterator }));
    return (Records ?? []).map(({ Data }) => Buffer.from(Data ?? []).toString());
  }

  it('takes a stream through its states', async () => {
    const status = async (): Promise<string | undefined> => {
      const { StreamDescriptionSummary } = await client.send(
        new DescribeStreamSummaryCommand({ StreamName: 's' }),
      );
      return StreamDescriptionSummary?.StreamStatus;
    };
    const before = await status();
    await advance(30_000);
    assert.deepEqual([before, await status()], ['CREATING', 'ACTIVE']);
  });

  it('takes records past their retention', async () => {
    await advance(30_000);
    await put('old');
    await advance(23 * HOUR_MS);
    const kept = await texts(await iterator());
    await advance(HOUR_MS + 1);
    const left = await texts(await iterator());
    assert.deepEqual(
      [kept, left],
      [
        ['old', 'probe'],
        ['probe', 'probe'],
      ],
    );
  });

  it('takes an iterator and a page token past their five minutes', async () => {
    await advance(30_000);
    const ShardIterator = await iterator();
    const { NextToken } = await client.send(
      new ListShardsCommand({ StreamName: 's', MaxResults: 1 }),
    );
    await advance(5 * MINUTE_MS);
    const kept = [
      await texts(ShardIterator),
      (await client.send(new ListShardsCommand({ NextToken }))).Shards?.length,
    ];
    await advance(1);
    await assert.rejects(texts(ShardIterator), { name: 'ExpiredIteratorException' });
    await assert.rejects(client.send(new ListShardsCommand({ NextToken })), {
      name: 'ExpiredNextTokenException',
    });
    assert.deepEqual(kept, [['probe'], 1]);
  });

  it('takes a subscription to its end after five minutes', async () => {
    await advance(30_000);
    const { Consumer } = await client.send(
      new RegisterStreamConsumerCommand({
        StreamARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/s',
        ConsumerName: 'app',
      }),
    );
    await advance(30_000);
    const subscriber = await subscribe(client, Consumer?.ConsumerARN ?? '');
    const first = await subscriber.next();
    await advance(5 * MINUTE_MS);
    // A sign of life was due too, and comes before the end.
    const sign = await subscriber.next();
    assert.deepEqual(
      [first?.MillisBehindLatest, sign?.Records, await subscriber.next()],
      [0, [], undefined],
    );
  });

  it('says how far it is ahead, and is real time again after a reset', async () => {
    const startMs = below.nowMs();
    const { http } = engine.ready;
    const moved = await control(http, 'advanceClock', { byMs: HOUR_MS });
    await control(http, 'reset');
    assert.deepEqual(
      [moved, await control(http, 'readClock')],
      [
        { nowMs: startMs + HOUR_MS, offsetMs: HOUR_MS },
        { nowMs: startMs, offsetMs: 0 },
      ],
    );
  });

  for (const byMs of [-1, 0.5, '1', null, 367 * 24 * HOUR_MS]) {
    it(`refuses to be moved by ${JSON.stringify(byMs)}`, async () => {
      await assert.rejects(control(engine.ready.http, 'advanceClock', { byMs }), {
        message: 'byMs must be a whole number from 0 to 31622400000.',
      });
    });
  }

  it('refuses to be moved further than ten years', async () => {
    const year = { byMs: 366 * 24 * HOUR_MS };
    for (let years = 0; years < 10; years += 1) {
      await control(engine.ready.http, 'advanceClock', year);
    }
    await assert.rejects(control(engine.ready.http, 'advanceClock', { byMs: 1 }), {
      message: 'The clock is ten years ahead already. A reset or a restart brings it back.',
    });
  });
});
