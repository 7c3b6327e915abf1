import { type Caller, operation } from '../../wire/operation.ts';
import { required, structure, type Value } from '../../wire/shapes.ts';
import { AwsError } from '../../wire/awsError.ts';
import type { DeliveryStreamDetails, KinesisSourceSettings } from '../definition.ts';
import { notYet, s3SettingsOf } from '../s3Settings.ts';
import type { FirehoseService } from '../service.ts';
import {
  deliveryStreamName,
  deliveryStreamType,
  directPutSource,
  type ExtendedS3Request,
  extendedS3Destination,
  kinesisStreamSource,
  s3Destination,
  tags,
} from '../shapes.ts';

/** Members whose mere presence is refused: nothing inside them is looked at. */
const absent = structure({});

const input = structure({
  DeliveryStreamName: required(deliveryStreamName),
  DeliveryStreamType: deliveryStreamType,
  DirectPutSourceConfiguration: directPutSource,
  KinesisStreamSourceConfiguration: kinesisStreamSource,
  MSKSourceConfiguration: absent,
  DatabaseSourceConfiguration: absent,
  DeliveryStreamEncryptionConfigurationInput: absent,
  S3DestinationConfiguration: s3Destination,
  ExtendedS3DestinationConfiguration: extendedS3Destination,
  RedshiftDestinationConfiguration: absent,
  ElasticsearchDestinationConfiguration: absent,
  AmazonopensearchserviceDestinationConfiguration: absent,
  AmazonOpenSearchServerlessDestinationConfiguration: absent,
  SplunkDestinationConfiguration: absent,
  HttpEndpointDestinationConfiguration: absent,
  SnowflakeDestinationConfiguration: absent,
  IcebergDestinationConfiguration: absent,
  Tags: tags,
});

type Input = Value<typeof input>;

export const createDeliveryStream = operation<FirehoseService>()({
  name: 'CreateDeliveryStream',
  input,
  async run(service, request, { region }) {
    const name = request.DeliveryStreamName;
    await service.create(region, name, detailsOf(service, request, region));
    return { DeliveryStreamARN: service.arnOf(region, name) };
  },
});

function detailsOf(
  service: FirehoseService,
  request: Input,
  region: Caller['region'],
): Omit<DeliveryStreamDetails, 'status' | 'createdMs'> {
  if (request.DeliveryStreamEncryptionConfigurationInput !== undefined) {
    throw notYet('server-side encryption (DeliveryStreamEncryptionConfigurationInput)');
  }
  const type = typeOf(request);
  const hint = request.DirectPutSourceConfiguration?.ThroughputHintInMBs;
  return {
    type,
    versionId: '1',
    destination: s3SettingsOf(destinationOf(request)),
    ...(type === 'KinesisStreamAsSource'
      ? { kinesisSource: kinesisSourceOf(service, request, region) }
      : {}),
    ...(hint === undefined ? {} : { throughputHintInMBs: hint }),
    tags: request.Tags ?? [],
  };
}

function typeOf(request: Input): DeliveryStreamDetails['type'] {
  const type = request.DeliveryStreamType ?? 'DirectPut';
  if (type !== 'DirectPut' && type !== 'KinesisStreamAsSource') throw notYet(`the source ${type}`);
  if (request.MSKSourceConfiguration ?? request.DatabaseSourceConfiguration) {
    throw invalid(`The source configuration does not fit the delivery stream type ${type}.`);
  }
  const hasKinesis = request.KinesisStreamSourceConfiguration !== undefined;
  if (hasKinesis !== (type === 'KinesisStreamAsSource')) {
    throw invalid(
      hasKinesis
        ? 'KinesisStreamSourceConfiguration needs the delivery stream type KinesisStreamAsSource.'
        : 'The delivery stream type KinesisStreamAsSource needs KinesisStreamSourceConfiguration.',
    );
  }
  if (type !== 'DirectPut' && request.DirectPutSourceConfiguration !== undefined) {
    throw invalid('DirectPutSourceConfiguration needs the delivery stream type DirectPut.');
  }
  return type;
}

/** Exactly one destination must be there; of those, the local engine has S3. */
function destinationOf(request: Input): ExtendedS3Request {
  const given = Object.keys(request).filter((member) =>
    member.endsWith('DestinationConfiguration'),
  );
  if (given.length !== 1) {
    throw invalid('Exactly one destination configuration is supported for a Firehose');
  }
  const s3 = request.ExtendedS3DestinationConfiguration ?? request.S3DestinationConfiguration;
  if (s3 === undefined) throw notYet(`this destination (${String(given[0])})`);
  return s3;
}

function kinesisSourceOf(
  service: FirehoseService,
  request: Input,
  region: string,
): KinesisSourceSettings {
  const configuration = request.KinesisStreamSourceConfiguration;
  const arn = configuration?.KinesisStreamARN ?? '';
  const [, , , arnRegion = ''] = arn.split(':');
  const streamName = arn.slice(arn.indexOf('/') + 1);
  const stream =
    arnRegion === region ? service.kinesis.find({ region, name: streamName }) : undefined;
  if (stream?.arn !== arn || stream.details.status === 'DELETING') {
    throw invalid(`The source ${arn} was not found in this account and region.`);
  }
  return {
    kinesisStreamArn: arn,
    roleArn: configuration?.RoleARN ?? '',
    streamName,
    startedMs: service.clock.nowMs(),
  };
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidArgumentException', message);
}
