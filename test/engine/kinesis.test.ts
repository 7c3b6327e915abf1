import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DescribeStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  type KinesisClient,
  ListShardsCommand,
  ListStreamsCommand,
  PutRecordCommand,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis';
import { decodeSequenceNumber } from '../../src/formats/sequenceNumber.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { CLIENT_KINDS, kinesisClient, startTestEngine } from '../support/engine.ts';

const START_MS = 1_700_000_000_250;

for (const kind of CLIENT_KINDS) {
  describe(`Kinesis through the ${kind}`, () => {
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

    async function createActive(StreamName: string, ShardCount = 1): Promise<void> {
      await client.send(new CreateStreamCommand({ StreamName, ShardCount }));
      await clock.advance(0);
    }

    async function iterator(input: Omit<GetShardIteratorCommandInput, 'ShardId'>): Promise<string> {
      const answer = await client.send(
        new GetShardIteratorCommand({ ShardId: 'shardId-000000000000', ...input }),
      );
      return answer.ShardIterator ?? '';
    }

    /** The data of one GetRecords as text. */
    async function read(ShardIterator: string, Limit?: number): Promise<string[]> {
      await clock.advance(1_000);
      const answer = await client.send(
        new GetRecordsCommand({ ShardIterator, ...(Limit === undefined ? {} : { Limit }) }),
      );
      return (answer.Records ?? []).map((record) => Buffer.from(record.Data ?? []).toString());
    }

    async function put(StreamName: string, text: string): Promise<string> {
      const answer = await client.send(
        new PutRecordCommand({ StreamName, PartitionKey: 'key', Data: Buffer.from(text) }),
      );
      return answer.SequenceNumber ?? '';
    }

    it('takes a stream from CREATING through ACTIVE and DELETING to nothing', async () => {
      const name = { StreamName: 'passing' };
      const status = async (): Promise<string | undefined> =>
        client.send(new DescribeStreamSummaryCommand(name)).then(
          (answer) => answer.StreamDescriptionSummary?.StreamStatus,
          (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : ''),
        );
      await client.send(new CreateStreamCommand({ ...name, ShardCount: 3 }));
      const seen = [await status()];
      await clock.advance(0);
      seen.push(await status());
      await client.send(new DeleteStreamCommand(name));
      seen.push(await status());
      await clock.advance(0);
      seen.push(await status());
      assert.deepEqual(seen, [
        'CREATING',
        'ACTIVE',
        'DELETING',
        'ResourceNotFoundException: Stream passing under account 000000000000 not found.',
      ]);
    });

    it('describes a stream as the service does', async () => {
      await createActive('described', 2);
      const { StreamDescription } = await client.send(
        new DescribeStreamCommand({ StreamName: 'described' }),
      );
      const shards = StreamDescription?.Shards ?? [];
      const starts = shards.map((shard) =>
        decodeSequenceNumber(shard.SequenceNumberRange?.StartingSequenceNumber ?? ''),
      );
      assert.deepEqual(
        {
          ...StreamDescription,
          Shards: shards.map((shard) => [shard.ShardId, shard.HashKeyRange]),
        },
        {
          StreamName: 'described',
          StreamARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/described',
          StreamStatus: 'ACTIVE',
          StreamModeDetails: { StreamMode: 'PROVISIONED' },
          Shards: [
            [
              'shardId-000000000000',
              {
                StartingHashKey: '0',
                EndingHashKey: '170141183460469231731687303715884105727',
              },
            ],
            [
              'shardId-000000000001',
              {
                StartingHashKey: '170141183460469231731687303715884105728',
                EndingHashKey: '340282366920938463463374607431768211455',
              },
            ],
          ],
          HasMoreShards: false,
          RetentionPeriodHours: 24,
          StreamCreationTimestamp: new Date(clock.nowMs()),
          EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
          EncryptionType: 'NONE',
        },
      );
      const createdSeconds = Math.floor(clock.nowMs() / 1000);
      assert.deepEqual(
        starts,
        [0, 1].map((shardIndex) => ({
          shardCreatedSeconds: createdSeconds,
          shardIndex,
          recordIndex: 0n,
          timeSeconds: createdSeconds,
        })),
      );
    });

    it('makes an on-demand stream of four shards when nothing else is asked', async () => {
      await client.send(new CreateStreamCommand({ StreamName: 'on-demand' }));
      await clock.advance(0);
      const { StreamDescriptionSummary: summary } = await client.send(
        new DescribeStreamSummaryCommand({ StreamName: 'on-demand' }),
      );
      assert.deepEqual(
        [summary?.StreamModeDetails, summary?.OpenShardCount, summary?.MaxRecordSizeInKiB],
        [{ StreamMode: 'ON_DEMAND' }, 4, 1024],
      );
    });

    it('gives back exactly what was put, from all five starting points', async () => {
      await createActive('five');
      const numbers: string[] = [];
      for (const text of ['one', 'two', 'three']) {
        numbers.push(await put('five', text));
        await clock.advance(1_000);
      }
      const stream = { StreamName: 'five' };
      const latest = await iterator({ ...stream, ShardIteratorType: 'LATEST' });
      const secondArrivedMs = clock.nowMs() - 2_000;
      await put('five', 'four');
      const [, second = ''] = numbers;
      assert.deepEqual(
        {
          horizon: await read(await iterator({ ...stream, ShardIteratorType: 'TRIM_HORIZON' })),
          latest: await read(latest),
          at: await read(
            await iterator({
              ...stream,
              ShardIteratorType: 'AT_SEQUENCE_NUMBER',
              StartingSequenceNumber: second,
            }),
          ),
          after: await read(
            await iterator({
              ...stream,
              ShardIteratorType: 'AFTER_SEQUENCE_NUMBER',
              StartingSequenceNumber: second,
            }),
          ),
          time: await read(
            await iterator({
              ...stream,
              ShardIteratorType: 'AT_TIMESTAMP',
              Timestamp: new Date(secondArrivedMs),
            }),
          ),
        },
        {
          horizon: ['one', 'two', 'three', 'four'],
          latest: ['four'],
          at: ['two', 'three', 'four'],
          after: ['three', 'four'],
          time: ['two', 'three', 'four'],
        },
      );
    });

    it('keeps bytes, keys, arrival and order, and pages by Limit with the time behind', async () => {
      await createActive('pages');
      const data = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
      const Records = ['a', 'ключ', '🔑'].map((PartitionKey) => ({ PartitionKey, Data: data }));
      const { Records: results } = await client.send(
        new PutRecordsCommand({ StreamName: 'pages', Records }),
      );
      const arrived = new Date(clock.nowMs());
      await clock.advance(5_000);
      const first = await client.send(
        new GetRecordsCommand({
          ShardIterator: await iterator({ StreamName: 'pages', ShardIteratorType: 'TRIM_HORIZON' }),
          Limit: 2,
        }),
      );
      const rest = await client.send(
        new GetRecordsCommand({ ShardIterator: first.NextShardIterator }),
      );
      assert.deepEqual(
        [first, rest].map(({ Records: page, MillisBehindLatest }) => ({
          page,
          MillisBehindLatest,
        })),
        [
          { page: [0, 1], MillisBehindLatest: 5_000 },
          { page: [2], MillisBehindLatest: 0 },
        ].map(({ page, MillisBehindLatest }) => ({
          page: page.map((index) => ({
            SequenceNumber: results?.[index]?.SequenceNumber,
            ApproximateArrivalTimestamp: arrived,
            Data: new Uint8Array(data),
            PartitionKey: Records[index]?.PartitionKey,
          })),
          MillisBehindLatest,
        })),
      );
    });

    it('routes by the MD5 of the key, and by an explicit hash key instead', async () => {
      await createActive('routes', 2);
      // MD5("a") begins with 0c, MD5("b") with 92: below and above the middle.
      const Data = Buffer.from('x');
      const half = '170141183460469231731687303715884105728';
      const { Records } = await client.send(
        new PutRecordsCommand({
          StreamName: 'routes',
          Records: [
            { PartitionKey: 'a', Data },
            { PartitionKey: 'b', Data },
            { PartitionKey: 'a', ExplicitHashKey: half, Data },
            { PartitionKey: 'b', ExplicitHashKey: '0', Data },
          ],
        }),
      );
      assert.deepEqual(
        Records?.map((record) => record.ShardId),
        [0, 1, 1, 0].map((index) => `shardId-00000000000${String(index)}`),
      );
    });

    it('is addressed by ARN as well, and keeps regions apart', async () => {
      await createActive('addressed');
      const StreamARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/addressed';
      await client.send(
        new PutRecordCommand({ StreamARN, PartitionKey: 'k', Data: Buffer.from('by ARN') }),
      );
      const text = await read(
        await iterator({ StreamARN, StreamName: 'addressed', ShardIteratorType: 'TRIM_HORIZON' }),
      );
      const elsewhere = kinesisClient(engine.ready.http, kind, 'eu-west-1');
      const there = await elsewhere.send(new ListStreamsCommand({}));
      elsewhere.destroy();
      assert.deepEqual([text, there.StreamNames], [['by ARN'], []]);
    });

    it('expires an iterator after five minutes, in words', async () => {
      await createActive('expiring');
      const ShardIterator = await iterator({
        StreamName: 'expiring',
        ShardIteratorType: 'TRIM_HORIZON',
      });
      const created = javaDate(clock.nowMs());
      await clock.advance(300_001);
      await assert.rejects(client.send(new GetRecordsCommand({ ShardIterator })), {
        name: 'ExpiredIteratorException',
        message: `Iterator expired. The iterator was created at time ${created} while right now it is ${javaDate(clock.nowMs())} which is further in the future than the tolerated delay of 300000 milliseconds.`,
      });
    });

    it('pages through shards and streams with tokens', async () => {
      await createActive('paged', 5);
      const first = await client.send(
        new ListShardsCommand({ StreamName: 'paged', MaxResults: 3 }),
      );
      const second = await client.send(
        new ListShardsCommand({ NextToken: first.NextToken, MaxResults: 3 }),
      );
      const after3 = await client.send(
        new ListShardsCommand({ StreamName: 'paged', ExclusiveStartShardId: 'shardId-3' }),
      );
      const latest = await client.send(
        new ListShardsCommand({ StreamName: 'paged', ShardFilter: { Type: 'AT_LATEST' } }),
      );
      const streams = await client.send(new ListStreamsCommand({ Limit: 1 }));
      const more = await client.send(new ListStreamsCommand({ NextToken: streams.NextToken }));
      assert.deepEqual(
        {
          pages: [first, second, after3, latest].map((page) => page.Shards?.length),
          end: second.NextToken,
          streams: [streams.StreamNames?.length, streams.HasMoreStreams, more.HasMoreStreams],
          summary: more.StreamSummaries?.map((summary) => summary.StreamName).includes('paged'),
        },
        { pages: [3, 2, 1, 5], end: undefined, streams: [1, true, false], summary: true },
      );
      await clock.advance(300_001);
      await assert.rejects(client.send(new ListShardsCommand({ NextToken: first.NextToken })), {
        name: 'ExpiredNextTokenException',
      });
    });
  });
}

/** Thu Jan 22 01:22:02 UTC 2015 */
function javaDate(timeMs: number): string {
  const [, weekday, day, month, year, time] =
    /^(\w+), (\d+) (\w+) (\d+) ([\d:]+) GMT$/.exec(new Date(timeMs).toUTCString()) ?? [];
  return `${weekday ?? ''} ${month ?? ''} ${day ?? ''} ${time ?? ''} UTC ${year ?? ''}`;
}
