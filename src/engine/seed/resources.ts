import { BUFFER_MIB_DEFAULT, BUFFER_SECONDS_DEFAULT } from '../firehose/limits.ts';
import type { ServiceTarget } from '../wire/operation.ts';
import type { DeliveryStreamSeed, Seed, StreamSeed } from './seedFile.ts';

/** An operation and its input, as the service's own clients would send it. */
export interface Call {
  readonly target: ServiceTarget;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** One thing of a seed file that is made unless it exists, and then becomes ACTIVE by itself. */
export interface Resource {
  /** In the file. */
  readonly path: string;
  /** For people. */
  readonly label: string;
  readonly describe: Call;
  /** Of the answer to `describe`. */
  readonly status: readonly [description: string, status: string];
  readonly create: Call;
  /** Of a stream: no parameter of `create` says it. */
  readonly retentionHours?: number | undefined;
}

/** What a seed asks for, in the order in which it can be made: each list needs those before it. */
export function resourcesOf(seed: Seed, streamArn: (name: string) => string): Resource[][] {
  const streams = seed.streams ?? [];
  return [
    streams.map(streamResource),
    streams.flatMap((stream, index) =>
      (stream.consumers ?? []).map((name, consumer) =>
        consumerResource(`streams[${String(index)}].consumers[${String(consumer)}]`, {
          name,
          stream: stream.name,
          streamArn: streamArn(stream.name),
        }),
      ),
    ),
    (seed.deliveryStreams ?? []).map((deliveryStream, index) =>
      deliveryStreamResource(deliveryStream, index, streamArn),
    ),
  ];
}

function streamResource(stream: StreamSeed, index: number): Resource {
  const { name: StreamName, mode, shardCount, retentionHours } = stream;
  const kinesis = (operation: string, input: Call['input']): Call => ({
    target: 'Kinesis_20131202',
    operation,
    input: { StreamName, ...input },
  });
  return {
    path: `streams[${String(index)}]`,
    label: `stream ${StreamName}`,
    describe: kinesis('DescribeStreamSummary', {}),
    status: ['StreamDescriptionSummary', 'StreamStatus'],
    create: kinesis(
      'CreateStream',
      given({
        ShardCount: shardCount,
        StreamModeDetails: mode && { StreamMode: mode },
        MaxRecordSizeInKiB: stream.maxRecordSizeInKiB,
        Tags: stream.tags && Object.keys(stream.tags).length > 0 ? stream.tags : undefined,
      }),
    ),
    retentionHours,
  };
}

function consumerResource(
  path: string,
  { name, stream, streamArn }: { name: string; stream: string; streamArn: string },
): Resource {
  const input = { StreamARN: streamArn, ConsumerName: name };
  const target = 'Kinesis_20131202';
  return {
    path,
    label: `consumer ${name} of ${stream}`,
    describe: { target, operation: 'DescribeStreamConsumer', input },
    status: ['ConsumerDescription', 'ConsumerStatus'],
    create: { target, operation: 'RegisterStreamConsumer', input },
  };
}

function deliveryStreamResource(
  seed: DeliveryStreamSeed,
  index: number,
  streamArn: (name: string) => string,
): Resource {
  const target = 'Firehose_20150804';
  const DeliveryStreamName = seed.name;
  const source = seed.source && {
    KinesisStreamARN: streamArn(seed.source),
    RoleARN: SEED_ROLE_ARN,
  };
  return {
    path: `deliveryStreams[${String(index)}]`,
    label: `delivery stream ${seed.name}`,
    describe: { target, operation: 'DescribeDeliveryStream', input: { DeliveryStreamName } },
    status: ['DeliveryStreamDescription', 'DeliveryStreamStatus'],
    create: {
      target,
      operation: 'CreateDeliveryStream',
      input: given({
        DeliveryStreamName,
        DeliveryStreamType: source ? 'KinesisStreamAsSource' : 'DirectPut',
        KinesisStreamSourceConfiguration: source,
        ExtendedS3DestinationConfiguration: s3Of(seed),
      }),
    },
  };
}

/** Nobody checks it here; the API wants one. */
const SEED_ROLE_ARN = 'arn:aws:iam::000000000000:role/local';

function s3Of(seed: DeliveryStreamSeed): Readonly<Record<string, unknown>> {
  const hasHints = seed.bufferMegabytes !== undefined || seed.bufferSeconds !== undefined;
  return given({
    RoleARN: SEED_ROLE_ARN,
    BucketARN: `arn:aws:s3:::${seed.bucket}`,
    Prefix: seed.prefix,
    ErrorOutputPrefix: seed.errorPrefix,
    CompressionFormat: seed.compression,
    BufferingHints: hasHints
      ? {
          SizeInMBs: seed.bufferMegabytes ?? BUFFER_MIB_DEFAULT,
          IntervalInSeconds: seed.bufferSeconds ?? BUFFER_SECONDS_DEFAULT,
        }
      : undefined,
  });
}

function given(members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
