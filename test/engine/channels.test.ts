import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import {
  DeleteChannelCommand,
  DeleteStreamCommand,
  DescribeChannelCommand,
  DescribeStreamSummaryCommand,
  ListChannelsCommand,
  type ListChannelsCommandInput,
  UpdateChannelCommand,
} from '@aws-sdk/client-kinesis';
import {
  CHANNEL_ROLE,
  channelInput,
  channelWorld,
  delivered,
  lettersIn,
  putTexts,
  storage,
  streamArn,
} from '../support/channels.ts';
import { objectsIn } from '../support/firehose.ts';

const FRESH_MS = 300_000;

test('a channel is created, described, updated and deleted', async (context) => {
  const { client, createChannel, createStream, pass, statusOf } = await channelWorld(context);
  await createStream('orders');
  const created = await createChannel(channelInput('lake'));
  const { ChannelARN = '', ChannelId = '', ChannelCreationTimestamp, ...rest } = created;
  const { StreamDescriptionSummary: stream } = await client.send(
    new DescribeStreamSummaryCommand({ StreamName: 'orders' }),
  );
  assert.equal(ChannelARN, `arn:aws:kinesis:us-east-1:000000000000:channel/${ChannelId}`);
  assert.equal(ChannelCreationTimestamp?.toISOString(), '2026-02-03T15:04:05.010Z');
  assert.deepEqual(rest, {
    ChannelName: 'lake',
    ChannelStatus: 'CREATING',
    ServiceExecutionRoleARN: CHANNEL_ROLE,
    StreamConfigurationList: [
      {
        StreamARN: streamArn('orders'),
        StreamCreationTimestamp: stream?.StreamCreationTimestamp,
        RecordConfiguration: { RecordFormatType: 'BYTE_ARRAY' },
      },
    ],
    S3DestinationConfiguration: {
      DataFreshnessInSeconds: 300,
      DeadLetterQueueS3Configuration: {
        BucketARN: 'arn:aws:s3:::lake',
        ExpectedBucketOwner: '000000000000',
        ErrorOutputPrefix: `kinesis-channel/errors/lake/${ChannelId}/`,
      },
      StorageConfiguration: {
        ...storage(),
        OutputKeyTemplate:
          'kinesis-channel/!{channel-name}/!{channel-id}/!{yyyy}/!{MM}/!{dd}/!{HH}/!{channel-name}-!{channel-id}-!{yyyy}-!{MM}-!{dd}-!{HH}-!{mm}!{extension}',
        StorageClass: 'STANDARD',
      },
    },
    LoggingConfiguration: { CloudWatchLogs: { Enabled: false } },
  });
  assert.deepEqual([await statusOf(ChannelARN), stream?.ChannelCount], ['ACTIVE', 1]);

  const { ChannelDescription: updated } = await client.send(
    new UpdateChannelCommand({
      ChannelARN,
      S3DestinationConfiguration: { DataFreshnessInSeconds: 900 },
      LoggingConfiguration: { CloudWatchLogs: { Enabled: true } },
    }),
  );
  assert.deepEqual(
    [
      updated?.ChannelStatus,
      updated?.S3DestinationConfiguration?.DataFreshnessInSeconds,
      updated?.LoggingConfiguration,
    ],
    [
      'UPDATING',
      900,
      {
        CloudWatchLogs: {
          Enabled: true,
          LogGroupName: `/aws/kinesis/lake/${ChannelId}`,
          LogStreamName: 'DestinationDelivery',
        },
      },
    ],
  );
  await pass(10);
  assert.equal(await statusOf(ChannelARN), 'ACTIVE');

  await client.send(new DeleteChannelCommand({ ChannelARN }));
  assert.equal(await statusOf(ChannelARN), 'DELETING');
  await pass(10);
  await assert.rejects(client.send(new DescribeChannelCommand({ ChannelARN })), {
    name: 'ResourceNotFoundException',
    message: `Channel ${ChannelARN} not found.`,
  });
});

test('records are delivered once, when the oldest is as old as the data freshness', async (context) => {
  const { client, createChannel, createStream, dataDir, pass } = await channelWorld(context);
  await createStream('orders');
  await putTexts(client, 'orders', ['before']);
  const { ChannelId } = await createChannel(channelInput('lake'));
  await putTexts(client, 'orders', ['a', 'b', 'c']);
  await pass(FRESH_MS - 1000);
  await putTexts(client, 'orders', ['d']);
  const early = objectsIn(dataDir);
  await pass(1000);
  const [object, ...more] = await delivered({ dataDir, pass }, 1);
  assert.deepEqual([early, more, lettersIn(dataDir)], [[], [], 'abcd']);
  assert.match(
    object?.path ?? '',
    new RegExp(
      `^lake/kinesis-channel/lake/${String(ChannelId)}/2026/02/03/15/lake-${String(ChannelId)}-2026-02-03-15-04-[0-9a-f-]{36}$`,
    ),
  );
  await putTexts(client, 'orders', ['e']);
  await pass(FRESH_MS);
  const { length } = await delivered({ dataDir, pass }, 2);
  assert.deepEqual([length, lettersIn(dataDir)], [2, 'abcde']);
});

for (const [type, extension, decompress] of [
  ['GZIP', '.gz', gunzipSync],
  ['ZSTD', '.zst', zstdDecompressSync],
] as const) {
  test(`objects are compressed by ${type}, their keys made by the template`, async (context) => {
    const { client, createChannel, createStream, dataDir, pass } = await channelWorld(context);
    await createStream('orders');
    await createChannel(
      channelInput('lake', {
        S3DestinationConfiguration: {
          StorageConfiguration: storage({
            CompressionType: type,
            OutputKeyTemplate: 'raw/stream=!{stream-name}/!{yy}!{MM}!{dd}T!{HH}!{mm}!{extension}',
          }),
        },
      }),
    );
    await putTexts(client, 'orders', ['same', 'same']);
    await pass(FRESH_MS);
    const [object] = await delivered({ dataDir, pass }, 1);
    assert.ok(object);
    assert.match(object.path, /^lake\/raw\/stream=orders\/260203T1504-[0-9a-f-]{36}\.\w+$/);
    assert.ok(object.path.endsWith(extension), object.path);
    assert.equal(decompress(object.body).toString(), 'samesame');
  });
}

test('records that are not of the format go to the dead-letter queue', async (context) => {
  const { client, createChannel, createStream, dataDir, pass } = await channelWorld(context);
  await createStream('orders');
  await createChannel(
    channelInput('lake', {
      StreamConfigurationList: [
        { StreamARN: streamArn('orders'), RecordConfiguration: { RecordFormatType: 'JSON' } },
      ],
      S3DestinationConfiguration: {
        StorageConfiguration: storage(),
        DeadLetterQueueS3Configuration: {
          BucketARN: 'arn:aws:s3:::dead',
          ExpectedBucketOwner: '000000000000',
          ErrorOutputPrefix: 'bad/',
        },
      },
    }),
  );
  await putTexts(client, 'orders', ['{"a":1}', '{"a":']);
  await pass(FRESH_MS);
  const [dead, good] = await delivered({ dataDir, pass }, 2);
  assert.match(dead?.path ?? '', /^dead\/bad\/2026\/02\/03\/15\/lake-[0-9a-f-]{36}$/);
  const { sequenceNumber, shardId, ...entry } = JSON.parse(dead?.body.toString() ?? '') as Record<
    string,
    string
  >;
  assert.match(sequenceNumber ?? '', /^\d{56}$/);
  assert.match(shardId ?? '', /^shardId-00000000000[0-3]$/);
  assert.deepEqual(
    [entry, good?.body.toString()],
    [
      {
        streamArn: streamArn('orders'),
        arrivedAt: '2026-02-03T15:04:05.020Z',
        errorMessage: 'The record is not valid JSON.',
      },
      '{"a":1}',
    ],
  );
});

test('a stream with a channel cannot be deleted', async (context) => {
  const { client, createChannel, createStream, pass } = await channelWorld(context);
  await createStream('orders');
  const { ChannelARN } = await createChannel(channelInput('lake'));
  const drop = () => client.send(new DeleteStreamCommand({ StreamName: 'orders' }));
  await assert.rejects(drop(), { name: 'ResourceInUseException' });
  await client.send(new DeleteChannelCommand({ ChannelARN }));
  await pass(10);
  await drop();
});

test('channels are listed by name, by pages and by stream', async (context) => {
  const { client, clock, createChannel, createStream, pass } = await channelWorld(context, {
    limits: false,
  });
  await createStream('orders');
  await createStream('clicks');
  for (const name of ['c', 'a']) await createChannel(channelInput(name));
  await createChannel(
    channelInput('b', {
      StreamConfigurationList: [
        { StreamARN: streamArn('clicks'), RecordConfiguration: { RecordFormatType: 'STRING' } },
      ],
    }),
  );
  const list = async (input: ListChannelsCommandInput) => {
    const { ChannelSummaries, NextToken } = await client.send(new ListChannelsCommand(input));
    return { names: ChannelSummaries?.map(({ ChannelName }) => ChannelName).join(), NextToken };
  };
  const first = await list({ MaxResults: 2 });
  const { ChannelSummaries } = await client.send(
    new ListChannelsCommand({ StreamFilter: [{ StreamARN: streamArn('clicks') }] }),
  );
  const { ChannelARN, ChannelCreationTimestamp, ChannelId, Streams, ...summary } =
    ChannelSummaries?.[0] ?? {};
  assert.ok(ChannelARN?.endsWith(`:channel/${String(ChannelId)}`));
  assert.ok(ChannelCreationTimestamp instanceof Date);
  assert.deepEqual(summary, {
    ChannelName: 'b',
    ChannelStatus: 'ACTIVE',
    ChannelDestinationType: 'S3',
  });
  assert.deepEqual(
    [
      first.names,
      await list({ MaxResults: 2, NextToken: first.NextToken }),
      (await list({ StreamFilter: [{ StreamARN: streamArn('orders') }] })).names,
      (
        await list({
          StreamFilter: [
            { StreamARN: streamArn('clicks'), StreamCreationTimestamp: new Date(clock.nowMs()) },
            {
              StreamARN: streamArn('orders'),
              StreamCreationTimestamp: new Date(clock.nowMs() - 86_400_000),
            },
          ],
        })
      ).names,
      Streams?.map((stream) => stream.StreamARN),
    ],
    ['a,b', { names: 'c', NextToken: undefined }, 'a,c', 'b', [streamArn('clicks')]],
  );
  await assert.rejects(list({ NextToken: 'AAAA' }), { name: 'InvalidArgumentException' });
  await pass(300_001);
  await assert.rejects(list({ NextToken: first.NextToken }), {
    name: 'ExpiredNextTokenException',
  });
});
