import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  MergeShardsCommand,
  PutRecordsCommand,
  SplitShardCommand,
} from '@aws-sdk/client-kinesis';
import { kinesisClient } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';
import { createActive, encoder, firehoseWorld, objectsIn, ROLE, s3 } from '../support/firehose.ts';

const StreamName = 'source';

test('a source that is split and merged is delivered whole and in order', async (context) => {
  const { dataDir, engine, firehose } = await firehoseWorld(context);
  const client = kinesisClient(engine.ready.http);
  context.after(() => {
    client.destroy();
  });
  const active = (): Promise<true> =>
    eventually(async () => {
      const answer = await client.send(new DescribeStreamSummaryCommand({ StreamName }));
      return answer.StreamDescriptionSummary?.StreamStatus === 'ACTIVE';
    });
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  await active();
  await createActive(firehose, {
    DeliveryStreamName: 'copy',
    DeliveryStreamType: 'KinesisStreamAsSource',
    KinesisStreamSourceConfiguration: {
      KinesisStreamARN: `arn:aws:kinesis:us-east-1:000000000000:stream/${StreamName}`,
      RoleARN: ROLE,
    },
    ExtendedS3DestinationConfiguration: s3(1),
  });
  let next = 0;
  // MD5("a") begins with 0c and MD5("b") with 92, so after the split they have a shard each.
  const put = async (): Promise<void> => {
    const number = String(next++);
    await client.send(
      new PutRecordsCommand({
        StreamName,
        Records: ['a', 'b'].map((key) => ({
          PartitionKey: key,
          Data: encoder.encode(`${key}${number},`),
        })),
      }),
    );
  };
  await put();
  await client.send(
    new SplitShardCommand({
      StreamName,
      ShardToSplit: '0',
      NewStartingHashKey: (1n << 127n).toString(),
    }),
  );
  await put();
  await active();
  await put();
  await client.send(
    new MergeShardsCommand({ StreamName, ShardToMerge: '1', AdjacentShardToMerge: '2' }),
  );
  await put();
  await active();
  await put();
  const delivered = await eventually(() => {
    const text = objectsIn(dataDir)
      .map(({ body }) => body.toString())
      .join('');
    return text.includes('a4') && text.includes('b4') ? text : undefined;
  });
  const of = (key: string): string[] =>
    delivered.split(',').filter((record) => record.startsWith(key));
  assert.deepEqual(
    [of('a'), of('b')],
    ['a', 'b'].map((key) => Array.from({ length: 5 }, (_, index) => `${key}${String(index)}`)),
  );
});
