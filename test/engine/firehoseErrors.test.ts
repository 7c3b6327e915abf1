import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CreateDeliveryStreamCommand,
  type CreateDeliveryStreamCommandInput,
  ListDeliveryStreamsCommand,
  ListTagsForDeliveryStreamCommand,
  PutRecordBatchCommand,
  PutRecordCommand,
} from '@aws-sdk/client-firehose';
import { createActive, encoder, firehoseWorld, ROLE, s3 } from '../support/firehose.ts';

test('what is wrong with a request is said in the words of the service', async (context) => {
  const { firehose } = await firehoseWorld(context);
  await createActive(firehose, { DeliveryStreamName: 'taken', S3DestinationConfiguration: s3(60) });
  const create = (input: Omit<CreateDeliveryStreamCommandInput, 'DeliveryStreamName'>) =>
    firehose.send(new CreateDeliveryStreamCommand({ DeliveryStreamName: 'new', ...input }));
  const data = (bytes: number) => ({ Data: new Uint8Array(bytes) });
  const cases: [() => Promise<unknown>, string, string | RegExp][] = [
    [
      () =>
        firehose.send(
          new PutRecordCommand({
            DeliveryStreamName: 'absent',
            Record: { Data: encoder.encode('x') },
          }),
        ),
      'ResourceNotFoundException',
      'Firehose absent under account 000000000000 not found.',
    ],
    [
      () =>
        firehose.send(
          new CreateDeliveryStreamCommand({
            DeliveryStreamName: 'taken',
            S3DestinationConfiguration: s3(60),
          }),
        ),
      'ResourceInUseException',
      'Firehose taken under accountId 000000000000 already exists',
    ],
    [
      () => create({}),
      'InvalidArgumentException',
      'Exactly one destination configuration is supported for a Firehose',
    ],
    [
      () =>
        create({
          S3DestinationConfiguration: s3(60),
          ExtendedS3DestinationConfiguration: s3(60),
        }),
      'InvalidArgumentException',
      'Exactly one destination configuration is supported for a Firehose',
    ],
    [
      () =>
        create({
          HttpEndpointDestinationConfiguration: {
            EndpointConfiguration: { Url: 'https://example.com' },
            S3Configuration: s3(60),
          },
        }),
      'InvalidArgumentException',
      'The local engine does not support this destination (HttpEndpointDestinationConfiguration) yet.',
    ],
    [
      () =>
        create({
          ExtendedS3DestinationConfiguration: s3(60, {
            ProcessingConfiguration: { Enabled: true, Processors: [{ Type: 'Lambda' }] },
          }),
        }),
      'InvalidArgumentException',
      'The local engine does not support processors (ProcessingConfiguration) yet.',
    ],
    [
      () => create({ ExtendedS3DestinationConfiguration: s3(60, { CompressionFormat: 'LZ4' }) }),
      'ValidationException',
      "1 validation error detected: Value at 'extendedS3DestinationConfiguration.compressionFormat' failed to satisfy constraint: Member must satisfy enum value set: [ZIP, HADOOP_SNAPPY, Snappy, GZIP, UNCOMPRESSED]",
    ],
    [
      () =>
        create({
          DeliveryStreamType: 'KinesisStreamAsSource',
          KinesisStreamSourceConfiguration: {
            KinesisStreamARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/absent',
            RoleARN: ROLE,
          },
          S3DestinationConfiguration: s3(60),
        }),
      'InvalidArgumentException',
      'The source arn:aws:kinesis:us-east-1:000000000000:stream/absent was not found in this account and region.',
    ],
    [
      () =>
        firehose.send(
          new PutRecordCommand({ DeliveryStreamName: 'taken', Record: data(1_024_001) }),
        ),
      'ValidationException',
      /record\.data' failed to satisfy constraint: Member must have length less than or equal to 1024000$/,
    ],
    [
      () =>
        firehose.send(
          new PutRecordBatchCommand({
            DeliveryStreamName: 'taken',
            Records: [1, 2, 3, 4, 5].map(() => data(1_000_000)),
          }),
        ),
      'InvalidArgumentException',
      'Records size exceeds 4 MB limit',
    ],
    [
      () =>
        firehose.send(
          new PutRecordBatchCommand({
            DeliveryStreamName: 'taken',
            Records: Array.from({ length: 501 }, () => data(1)),
          }),
        ),
      'ValidationException',
      /'records' failed to satisfy constraint: Member must have length less than or equal to 500$/,
    ],
    [
      () => firehose.send(new ListTagsForDeliveryStreamCommand({ DeliveryStreamName: 'taken' })),
      'UnknownOperationException',
      /.*/,
    ],
  ];
  for (const [call, name, message] of cases) await assert.rejects(call, { name, message });
  const { DeliveryStreamNames } = await firehose.send(new ListDeliveryStreamsCommand({}));
  assert.deepEqual(DeliveryStreamNames, ['taken']);
});
