import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CreateChannelCommand,
  type CreateChannelCommandInput,
  CreateStreamCommand,
  DescribeLimitsCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UpdateChannelCommand,
} from '@aws-sdk/client-kinesis';
import { channelInput, channelWorld, storage, streamArn } from '../support/channels.ts';

const DEAD_LETTERS = { BucketARN: 'arn:aws:s3:::dead', ExpectedBucketOwner: '000000000000' };

function source(name: string, RecordFormatType: 'GSR_JSON' | 'JSON' = 'JSON') {
  return { StreamARN: streamArn(name), RecordConfiguration: { RecordFormatType } };
}

/** What is wrong with a request, the error's name, and how its message begins. */
const REFUSED: Readonly<
  Record<string, readonly [Partial<CreateChannelCommandInput>, string, string]>
> = {
  'a stream that is not there': [
    { StreamConfigurationList: [source('absent')] },
    'ResourceNotFoundException',
    'Stream absent under account 000000000000 not found.',
  ],
  'a provisioned stream': [
    { StreamConfigurationList: [source('provisioned')] },
    'ValidationException',
    'Request is invalid. Stream provisioned under account 000000000000 is in Provisioned mode.',
  ],
  'two streams': [
    { StreamConfigurationList: [source('orders'), source('clicks')] },
    'InvalidArgumentException',
    'StreamConfigurationList must have one stream',
  ],
  'no destination': [
    { S3DestinationConfiguration: undefined },
    'InvalidArgumentException',
    'Either S3DestinationConfiguration or S3TablesDestinationConfiguration must be specified',
  ],
  'streaming tables': [
    {
      S3DestinationConfiguration: undefined,
      S3TablesDestinationConfiguration: {
        DeadLetterQueueS3Configuration: DEAD_LETTERS,
        S3TablesConfigurationList: [
          {
            TableBucketARN: 'arn:aws:s3tables:us-east-1:000000000000:bucket/tables',
            Namespace: 'n',
            TableName: 't',
            CompressionType: 'ZSTD',
          },
        ],
      },
    },
    'InvalidArgumentException',
    'The local engine does not deliver to streaming tables',
  ],
  'the format of streaming tables': [
    { StreamConfigurationList: [source('orders', 'GSR_JSON')] },
    'InvalidArgumentException',
    'RecordFormatType GSR_JSON is not supported',
  ],
  'a freshness below five minutes': [
    {
      S3DestinationConfiguration: { DataFreshnessInSeconds: 299, StorageConfiguration: storage() },
    },
    'InvalidArgumentException',
    'DataFreshnessInSeconds 299 must be from 300 to 900.',
  ],
  'a template without an extension for what is compressed': [
    {
      S3DestinationConfiguration: {
        StorageConfiguration: storage({ CompressionType: 'GZIP', OutputKeyTemplate: 'a' }),
      },
    },
    'InvalidArgumentException',
    'OutputKeyTemplate a must end with an extension placeholder',
  ],
  'the key that AWS manages': [
    { EncryptionConfiguration: { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' } },
    'InvalidArgumentException',
    'EncryptionConfiguration needs a customer managed key',
  ],
  'a bucket that S3 would not have': [
    {
      S3DestinationConfiguration: {
        StorageConfiguration: storage({ BucketARN: 'arn:aws:s3:::A/../..' }),
      },
    },
    'ValidationException',
    "1 validation error detected: Value 'arn:aws:s3:::A/../..' at 's3DestinationConfiguration.storageConfiguration.bucketARN' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:aws[-a-z0-9]*:s3:::[a-z0-9._-]{3,63}",
  ],
  'a name that is taken': [
    { ChannelName: 'taken' },
    'ResourceInUseException',
    'Channel taken under account 000000000000 already exists.',
  ],
  'a second channel to S3': [{}, 'LimitExceededException', 'A stream has at most 1 channel'],
};

test('what the service would refuse is refused', async (context) => {
  const { client, createChannel, createStream } = await channelWorld(context);
  await client.send(new CreateStreamCommand({ StreamName: 'provisioned', ShardCount: 1 }));
  await createStream('orders');
  await createStream('clicks');
  await createChannel(channelInput('taken'));
  for (const [what, [change, name, message]] of Object.entries(REFUSED)) {
    const error: unknown = await client
      .send(new CreateChannelCommand({ ...channelInput('new'), ...change }))
      .catch((failure: unknown) => failure);
    assert.ok(error instanceof Error, what);
    assert.deepEqual([error.name, error.message.slice(0, message.length)], [name, message], what);
  }
});

test('a channel is updated in one thing at least, when it is ACTIVE', async (context) => {
  const { client, createChannel, createStream } = await channelWorld(context);
  await createStream('orders');
  const { ChannelARN } = await createChannel(channelInput('lake'));
  const update = (more: object) => client.send(new UpdateChannelCommand({ ChannelARN, ...more }));
  const S3DestinationConfiguration = { DataFreshnessInSeconds: 600 };
  await assert.rejects(update({}), { name: 'InvalidArgumentException' });
  await assert.rejects(update({ S3TablesDestinationConfiguration: S3DestinationConfiguration }), {
    name: 'InvalidArgumentException',
  });
  await update({ S3DestinationConfiguration });
  await assert.rejects(update({ S3DestinationConfiguration }), {
    name: 'ResourceInUseException',
    message: 'Channel lake under account 000000000000 not ACTIVE, instead in state UPDATING',
  });
});

test('channels have tags and are counted', async (context) => {
  const { client, createChannel, createStream } = await channelWorld(context);
  await createStream('orders');
  const { ChannelARN } = await createChannel(channelInput('lake', { Tags: { a: '1' } }));
  await client.send(new TagResourceCommand({ ResourceARN: ChannelARN, Tags: { b: '2' } }));
  const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceARN: ChannelARN }));
  const { ChannelCount, ChannelCountLimit } = await client.send(new DescribeLimitsCommand({}));
  assert.deepEqual(
    [Tags, ChannelCount, ChannelCountLimit],
    [
      [
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '2' },
      ],
      1,
      100,
    ],
  );
});

test('with limits off a stream has several channels, and nobody waits for five minutes', async (context) => {
  const { createChannel, createStream, statusOf } = await channelWorld(context, { limits: false });
  await createStream('orders');
  for (const name of ['a', 'b']) {
    const { ChannelARN = '' } = await createChannel(
      channelInput(name, {
        S3DestinationConfiguration: { DataFreshnessInSeconds: 1, StorageConfiguration: storage() },
      }),
    );
    assert.equal(await statusOf(ChannelARN), 'ACTIVE');
  }
});
