import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  DeleteStreamCommand,
  DeregisterStreamConsumerCommand,
  type KinesisClient,
  PutRecordCommand,
  PutRecordsCommand,
  SplitShardCommand,
  SubscribeToShardCommand,
} from '@aws-sdk/client-kinesis';
import type { Engine } from '../../src/engine/engine.ts';
import { CLIENT_KINDS, kinesisClient, startTestEngine } from '../support/engine.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { SHARD, streamWithConsumer, subscribe } from '../support/subscriber.ts';

const START_MS = 1_700_000_000_250;
const LIFE_MS = 300_000;

for (const kind of CLIENT_KINDS) {
  describe(`SubscribeToShard through the ${kind}`, () => {
    let engine: Engine;
    let client: KinesisClient;
    let clock: FakeClock;

    before(async () => {
      clock = new FakeClock(START_MS);
      engine = await startTestEngine({}, { clock });
      client = kinesisClient(engine.ready.http, kind);
    });
    after(async () => {
      client.destroy();
      await engine.stop();
    });

    async function put(StreamName: string, text: string): Promise<string> {
      const answer = await client.send(
        new PutRecordCommand({ StreamName, PartitionKey: 'key', Data: Buffer.from(text) }),
      );
      return answer.SequenceNumber ?? '';
    }

    it('says at once where it is, and then pushes what is put', async () => {
      const arn = await streamWithConsumer(client, clock, 'pushed');
      const subscriber = await subscribe(client, arn);
      const first = await subscriber.next();
      const SequenceNumber = await put('pushed', 'one');
      const second = await subscriber.next();
      subscriber.leave();
      assert.deepEqual(
        [
          { ...first, ContinuationSequenceNumber: first?.ContinuationSequenceNumber?.length },
          second,
        ],
        [
          { Records: [], MillisBehindLatest: 0, ContinuationSequenceNumber: 56 },
          {
            Records: [
              {
                SequenceNumber,
                ApproximateArrivalTimestamp: new Date(clock.nowMs()),
                Data: new Uint8Array(Buffer.from('one')),
                PartitionKey: 'key',
              },
            ],
            MillisBehindLatest: 0,
            ContinuationSequenceNumber: SequenceNumber,
          },
        ],
      );
    });

    it('begins wherever it is told to, and goes on after a continuation', async () => {
      const arn = await streamWithConsumer(client, clock, 'starts');
      const first = await put('starts', 'a');
      await clock.advance(1_000);
      const Timestamp = new Date(clock.nowMs());
      await put('starts', 'b');
      await clock.advance(1_000);
      const seen: string[][] = [];
      let ContinuationSequenceNumber: string | undefined;
      for (const start of [
        { Type: 'TRIM_HORIZON' },
        { Type: 'AT_SEQUENCE_NUMBER', SequenceNumber: first },
        { Type: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: first },
        { Type: 'AT_TIMESTAMP', Timestamp },
      ] as const) {
        const subscriber = await subscribe(client, arn, start);
        const event = await subscriber.next();
        seen.push((event?.Records ?? []).map(({ Data }) => Buffer.from(Data ?? []).toString()));
        ContinuationSequenceNumber = event?.ContinuationSequenceNumber;
        subscriber.leave();
        await clock.advance(5_000);
      }
      const resumed = await subscribe(client, arn, {
        Type: 'AFTER_SEQUENCE_NUMBER',
        SequenceNumber: ContinuationSequenceNumber,
      });
      await put('starts', 'c');
      seen.push(await resumed.texts());
      resumed.leave();
      assert.deepEqual(seen, [['a', 'b'], ['a', 'b'], ['b'], ['b'], ['c']]);
    });

    it('says how far it is while nothing comes, further each time', async () => {
      const arn = await streamWithConsumer(client, clock, 'idle');
      await put('idle', 'before');
      const subscriber = await subscribe(client, arn);
      const numbers: bigint[] = [];
      for (let beat = 0; beat < 3; beat += 1) {
        const event = await subscriber.next();
        numbers.push(BigInt(event?.ContinuationSequenceNumber ?? 0));
        await clock.advance(5_000);
      }
      subscriber.leave();
      const again = await subscribe(client, arn, {
        Type: 'AFTER_SEQUENCE_NUMBER',
        SequenceNumber: String(numbers.at(-1)),
      });
      await put('idle', 'after');
      const resumed = await again.texts();
      again.leave();
      assert.deepEqual([numbers, resumed], [[...new Set(numbers)].sort(), ['after']]);
    });

    it('ends by itself after five minutes', async () => {
      const arn = await streamWithConsumer(client, clock, 'ending');
      const subscriber = await subscribe(client, arn);
      const events: unknown[] = [];
      const ended = (async () => {
        for (let event = await subscriber.next(); event; event = await subscriber.next()) {
          events.push(event);
        }
      })();
      await clock.advance(LIFE_MS);
      await ended;
      assert.ok(events.length > 0);
    });

    it('is taken over after five seconds, and not before', async () => {
      const arn = await streamWithConsumer(client, clock, 'taken');
      const inUse = {
        name: 'ResourceInUseException',
        message: `Another active subscription exists for this consumer: 000000000000:taken:${SHARD}:app`,
      };
      const old = await subscribe(client, arn);
      await old.next();
      await clock.advance(4_999);
      await assert.rejects(subscribe(client, arn), inUse);
      await clock.advance(1);
      const young = await subscribe(client, arn);
      await young.next();
      await assert.rejects(async () => {
        while ((await old.next()) !== undefined);
      }, inUse);
      await put('taken', 'to the new one');
      const texts = await young.texts();
      young.leave();
      await assert.rejects(subscribe(client, arn), inUse);
      assert.deepEqual(texts, ['to the new one']);
    });

    it('gives the children of a closed shard, no continuation, and ends', async () => {
      const arn = await streamWithConsumer(client, clock, 'split');
      const subscriber = await subscribe(client, arn);
      await subscriber.next();
      await put('split', 'last');
      const texts = await subscriber.texts();
      await client.send(
        new SplitShardCommand({
          StreamName: 'split',
          ShardToSplit: SHARD,
          NewStartingHashKey: String(2n ** 127n),
        }),
      );
      await clock.advance(0);
      const last = await subscriber.next();
      const end = await subscriber.next();
      const middle = 2n ** 127n;
      assert.deepEqual(
        [texts, last, end],
        [
          ['last'],
          {
            Records: [],
            MillisBehindLatest: 0,
            ChildShards: [
              {
                ShardId: 'shardId-000000000001',
                ParentShards: [SHARD],
                HashKeyRange: { StartingHashKey: '0', EndingHashKey: String(middle - 1n) },
              },
              {
                ShardId: 'shardId-000000000002',
                ParentShards: [SHARD],
                HashKeyRange: {
                  StartingHashKey: String(middle),
                  EndingHashKey: String(2n ** 128n - 1n),
                },
              },
            ],
          },
          undefined,
        ],
      );
    });

    it('ends with its consumer and with its stream', async () => {
      const gone = (name: string): object => ({
        name: 'ResourceNotFoundException',
        message: `Consumer ${name}, account 000000000000 not found.`,
      });
      const arns = [
        await streamWithConsumer(client, clock, 'deregistered'),
        await streamWithConsumer(client, clock, 'deleted'),
      ];
      const subscribers = await Promise.all(arns.map((arn) => subscribe(client, arn)));
      await Promise.all(subscribers.map((subscriber) => subscriber.next()));
      await client.send(new DeregisterStreamConsumerCommand({ ConsumerARN: arns[0] }));
      await client.send(
        new DeleteStreamCommand({ StreamName: 'deleted', EnforceConsumerDeletion: true }),
      );
      for (const [index, subscriber] of subscribers.entries()) {
        await assert.rejects(subscriber.next(), gone(arns[index] ?? ''));
      }
    });

    it('pushes everything once and in order, also what was put meanwhile', async () => {
      const arn = await streamWithConsumer(client, clock, 'ordered');
      const expected: string[] = [];
      const putBatch = async (): Promise<void> => {
        const texts = Array.from({ length: 100 }, (_, index) => String(expected.length + index));
        expected.push(...texts);
        const Records = texts.map((text) => ({ PartitionKey: 'k', Data: Buffer.from(text) }));
        await client.send(new PutRecordsCommand({ StreamName: 'ordered', Records }));
        await clock.advance(500);
      };
      await putBatch();
      const subscriber = await subscribe(client, arn, { Type: 'TRIM_HORIZON' });
      const received: string[] = [];
      const reading = (async () => {
        while (received.length < 1_000) received.push(...(await subscriber.texts()));
      })();
      for (let batch = 1; batch < 10; batch += 1) await putBatch();
      await reading;
      subscriber.leave();
      assert.deepEqual(received, expected);
    });
  });
}

describe('SubscribeToShard', () => {
  const StartingPosition = { Type: 'LATEST' } as const;
  const ConsumerARN =
    'arn:aws:kinesis:us-east-1:000000000000:stream/checked/consumer/app:1700000000';
  const cases: [string, object, string, RegExp][] = [
    ['a dry run', { DryRun: true }, 'DryRunOperationException', /succeeded/],
    [
      'a shard that is not there',
      { ShardId: 'shardId-7' },
      'ResourceNotFoundException',
      /^Shard shardId-000000000007 in stream checked under account 000000000000 does not exist$/,
    ],
    [
      'a consumer that is not there',
      { ConsumerARN: ConsumerARN.replace('app', 'other') },
      'ResourceNotFoundException',
      /consumer\/other:1700000000, account 000000000000 not found/,
    ],
    [
      'a number where none belongs',
      { StartingPosition: { Type: 'LATEST', SequenceNumber: '1' } },
      'InvalidArgumentException',
      /Must either specify/,
    ],
    [
      'a number that nobody gave',
      { StartingPosition: { Type: 'AT_SEQUENCE_NUMBER', SequenceNumber: '1' } },
      'InvalidArgumentException',
      /used in SubscribeToShard on shard/,
    ],
    ['no starting position', { StartingPosition: undefined }, 'ValidationException', /not be null/],
  ];
  let engine: Engine;
  let client: KinesisClient;

  before(async () => {
    const clock = new FakeClock(START_MS);
    engine = await startTestEngine({}, { clock });
    client = kinesisClient(engine.ready.http);
    await streamWithConsumer(client, clock, 'checked');
  });
  after(async () => {
    client.destroy();
    await engine.stop();
  });

  for (const [what, input, name, message] of cases) {
    it(`answers ${what} with an error and not with a stream`, async () => {
      const command = new SubscribeToShardCommand({
        ConsumerARN,
        ShardId: SHARD,
        StartingPosition,
        ...input,
      });
      await assert.rejects(client.send(command), { name, message });
    });
  }
});
