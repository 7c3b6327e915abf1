/**
 * A walk through every operation of Kinesis Data Streams, as programs use them: create, use, change,
 * delete. It sends through whichever client it is given and looks at what matters of each answer.
 */
import assert from 'node:assert/strict';
import * as sdk from '@aws-sdk/client-kinesis';
import { channelInput, streamArn } from './channels.ts';
import { eventually } from './eventually.ts';

const KEY_ID = '1234abcd-12ab-34cd-56ef-1234567890ab';
const PROVISIONED = { StreamName: 'walk' };
const ON_DEMAND = { StreamName: 'orders' };

/** One step of the walk for each feature; later steps stand on earlier ones. */
export const WALK: Readonly<Record<string, (client: sdk.KinesisClient) => Promise<void>>> = {
  async streams(client) {
    await client.send(new sdk.CreateStreamCommand({ ...PROVISIONED, ShardCount: 2 }));
    await client.send(
      new sdk.CreateStreamCommand({
        ...ON_DEMAND,
        StreamModeDetails: { StreamMode: 'ON_DEMAND' },
      }),
    );
    await active(client, PROVISIONED);
    await active(client, ON_DEMAND);
    const { StreamNames } = await client.send(new sdk.ListStreamsCommand({}));
    const { StreamDescription } = await client.send(new sdk.DescribeStreamCommand(PROVISIONED));
    assert.deepEqual(
      [StreamNames, StreamDescription?.Shards?.length, StreamDescription?.StreamModeDetails],
      [['orders', 'walk'], 2, { StreamMode: 'PROVISIONED' }],
    );
  },

  async records(client) {
    const put = await client.send(
      new sdk.PutRecordCommand({ ...PROVISIONED, PartitionKey: 'k', Data: Buffer.from('one') }),
    );
    const batch = await client.send(
      new sdk.PutRecordsCommand({
        ...PROVISIONED,
        Records: ['two', 'three'].map((text) => ({ PartitionKey: 'k', Data: Buffer.from(text) })),
      }),
    );
    const { ShardIterator } = await client.send(
      new sdk.GetShardIteratorCommand({
        ...PROVISIONED,
        ShardId: put.ShardId,
        ShardIteratorType: 'TRIM_HORIZON',
      }),
    );
    const page = await client.send(new sdk.GetRecordsCommand({ ShardIterator }));
    assert.deepEqual(
      page.Records?.map(({ Data, SequenceNumber }) => [
        Buffer.from(Data ?? []).toString(),
        SequenceNumber,
      ]),
      [
        ['one', put.SequenceNumber],
        ['two', batch.Records?.[0]?.SequenceNumber],
        ['three', batch.Records?.[1]?.SequenceNumber],
      ],
    );
  },

  async shards(client) {
    await client.send(
      new sdk.SplitShardCommand({
        ...PROVISIONED,
        ShardToSplit: 'shardId-000000000000',
        NewStartingHashKey: String(2n ** 126n),
      }),
    );
    await active(client, PROVISIONED);
    await client.send(
      new sdk.MergeShardsCommand({
        ...PROVISIONED,
        ShardToMerge: 'shardId-000000000002',
        AdjacentShardToMerge: 'shardId-000000000003',
      }),
    );
    await active(client, PROVISIONED);
    await client.send(
      new sdk.UpdateShardCountCommand({
        ...PROVISIONED,
        TargetShardCount: 4,
        ScalingType: 'UNIFORM_SCALING',
      }),
    );
    await active(client, PROVISIONED);
    const open = await client.send(
      new sdk.ListShardsCommand({ ...PROVISIONED, ShardFilter: { Type: 'AT_LATEST' } }),
    );
    assert.equal(open.Shards?.length, 4);
  },

  async settings(client) {
    await client.send(
      new sdk.IncreaseStreamRetentionPeriodCommand({ ...PROVISIONED, RetentionPeriodHours: 48 }),
    );
    await active(client, PROVISIONED);
    await client.send(
      new sdk.DecreaseStreamRetentionPeriodCommand({ ...PROVISIONED, RetentionPeriodHours: 36 }),
    );
    await active(client, PROVISIONED);
    const metrics = { ...PROVISIONED, ShardLevelMetrics: ['IncomingBytes' as const] };
    await client.send(new sdk.EnableEnhancedMonitoringCommand(metrics));
    await active(client, PROVISIONED);
    await client.send(new sdk.DisableEnhancedMonitoringCommand(metrics));
    await active(client, PROVISIONED);
    const key = { ...PROVISIONED, EncryptionType: 'KMS' as const, KeyId: KEY_ID };
    await client.send(new sdk.StartStreamEncryptionCommand(key));
    await active(client, PROVISIONED);
    await client.send(new sdk.StopStreamEncryptionCommand(key));
    await active(client, PROVISIONED);
    await client.send(
      new sdk.UpdateMaxRecordSizeCommand({
        StreamARN: streamArn('walk'),
        MaxRecordSizeInKiB: 2048,
      }),
    );
    const summary = await active(client, PROVISIONED);
    assert.deepEqual(
      [summary.RetentionPeriodHours, summary.EncryptionType, summary.MaxRecordSizeInKiB],
      [36, 'NONE', 2048],
    );
  },

  async account(client) {
    const Status = 'ENABLED' as const;
    await client.send(
      new sdk.UpdateAccountSettingsCommand({ MinimumThroughputBillingCommitment: { Status } }),
    );
    const settings = await client.send(new sdk.DescribeAccountSettingsCommand({}));
    const limits = await client.send(new sdk.DescribeLimitsCommand({}));
    assert.deepEqual(
      [settings.MinimumThroughputBillingCommitment?.Status, limits.OnDemandStreamCount],
      [Status, 1],
    );
  },

  async onDemand(client) {
    await client.send(
      new sdk.UpdateStreamWarmThroughputCommand({ ...ON_DEMAND, WarmThroughputMiBps: 10 }),
    );
    await active(client, ON_DEMAND);
    await client.send(
      new sdk.UpdateStreamRecordDistributionStrategyCommand({
        StreamARN: streamArn('orders'),
        RecordDistributionStrategy: 'AUTO',
      }),
    );
    const summary = await active(client, ON_DEMAND);
    await client.send(new sdk.PutRecordCommand({ ...ON_DEMAND, Data: Buffer.from('keyless') }));
    await client.send(
      new sdk.UpdateStreamModeCommand({
        StreamARN: streamArn('walk'),
        StreamModeDetails: { StreamMode: 'ON_DEMAND' },
      }),
    );
    const switched = await active(client, PROVISIONED);
    assert.deepEqual(
      [summary.RecordDistributionStrategy, switched.StreamModeDetails?.StreamMode],
      ['AUTO', 'ON_DEMAND'],
    );
  },

  async tags(client) {
    const ResourceARN = streamArn('walk');
    await client.send(new sdk.AddTagsToStreamCommand({ ...PROVISIONED, Tags: { a: '1', b: '2' } }));
    await client.send(new sdk.RemoveTagsFromStreamCommand({ ...PROVISIONED, TagKeys: ['a'] }));
    await client.send(new sdk.TagResourceCommand({ ResourceARN, Tags: { c: '3', d: '4' } }));
    await client.send(new sdk.UntagResourceCommand({ ResourceARN, TagKeys: ['d'] }));
    const ofStream = await client.send(new sdk.ListTagsForStreamCommand(PROVISIONED));
    const ofResource = await client.send(new sdk.ListTagsForResourceCommand({ ResourceARN }));
    const expected = [
      { Key: 'b', Value: '2' },
      { Key: 'c', Value: '3' },
    ];
    assert.deepEqual([ofStream.Tags, ofResource.Tags], [expected, expected]);
  },

  async policies(client) {
    const ResourceARN = streamArn('walk');
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: '111122223333' },
          Action: 'kinesis:PutRecord',
          Resource: ResourceARN,
        },
      ],
    });
    await client.send(new sdk.PutResourcePolicyCommand({ ResourceARN, Policy }));
    const answer = await client.send(new sdk.GetResourcePolicyCommand({ ResourceARN }));
    assert.equal(answer.Policy, Policy);
    await client.send(new sdk.DeleteResourcePolicyCommand({ ResourceARN }));
  },

  async fanOut(client) {
    const StreamARN = streamArn('walk');
    const { Consumer } = await client.send(
      new sdk.RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'push' }),
    );
    const ConsumerARN = Consumer?.ConsumerARN;
    await eventually(async () => {
      const { ConsumerDescription } = await client.send(
        new sdk.DescribeStreamConsumerCommand({ ConsumerARN }),
      );
      return ConsumerDescription?.ConsumerStatus === 'ACTIVE';
    });
    const { Consumers } = await client.send(new sdk.ListStreamConsumersCommand({ StreamARN }));
    assert.deepEqual(
      Consumers?.map(({ ConsumerName }) => ConsumerName),
      ['push'],
    );
    assert.equal(await firstPushed(client, ConsumerARN), 'pushed');
    await client.send(new sdk.DeregisterStreamConsumerCommand({ ConsumerARN }));
  },

  async channels(client) {
    const { ChannelDescription } = await client.send(
      new sdk.CreateChannelCommand(channelInput('lake')),
    );
    const ChannelARN = ChannelDescription?.ChannelARN;
    const channelActive = () =>
      eventually(async () => {
        const answer = await client.send(new sdk.DescribeChannelCommand({ ChannelARN }));
        return answer.ChannelDescription?.ChannelStatus === 'ACTIVE';
      });
    await channelActive();
    await client.send(
      new sdk.UpdateChannelCommand({
        ChannelARN,
        S3DestinationConfiguration: { DataFreshnessInSeconds: 600 },
      }),
    );
    await channelActive();
    const { ChannelSummaries } = await client.send(new sdk.ListChannelsCommand({}));
    assert.deepEqual(
      ChannelSummaries?.map(({ ChannelName }) => ChannelName),
      ['lake'],
    );
    await client.send(new sdk.DeleteChannelCommand({ ChannelARN }));
  },

  async deletion(client) {
    for (const stream of [ON_DEMAND, PROVISIONED]) {
      await client.send(new sdk.DeleteStreamCommand({ ...stream, EnforceConsumerDeletion: true }));
    }
    await eventually(async () => {
      const { StreamNames } = await client.send(new sdk.ListStreamsCommand({}));
      return StreamNames?.length === 0 || undefined;
    });
  },
};

async function active(
  client: sdk.KinesisClient,
  stream: { StreamName: string },
): Promise<sdk.StreamDescriptionSummary> {
  return eventually(async () => {
    const { StreamDescriptionSummary } = await client.send(
      new sdk.DescribeStreamSummaryCommand(stream),
    );
    return StreamDescriptionSummary?.StreamStatus === 'ACTIVE'
      ? StreamDescriptionSummary
      : undefined;
  });
}

/** Subscribes to the last shard, puts a record there, and gives what is pushed. */
async function firstPushed(
  client: sdk.KinesisClient,
  ConsumerARN: string | undefined,
): Promise<string | undefined> {
  const { Shards } = await client.send(new sdk.ListShardsCommand(PROVISIONED));
  const shard = Shards?.at(-1);
  const { EventStream } = await client.send(
    new sdk.SubscribeToShardCommand({
      ConsumerARN,
      ShardId: shard?.ShardId,
      StartingPosition: { Type: 'LATEST' },
    }),
  );
  await client.send(
    new sdk.PutRecordCommand({
      ...PROVISIONED,
      PartitionKey: 'k',
      ExplicitHashKey: shard?.HashKeyRange?.StartingHashKey,
      Data: Buffer.from('pushed'),
    }),
  );
  for await (const { SubscribeToShardEvent: event } of EventStream ?? []) {
    const data = event?.Records?.[0]?.Data;
    if (data !== undefined) return Buffer.from(data).toString();
  }
  return undefined;
}
