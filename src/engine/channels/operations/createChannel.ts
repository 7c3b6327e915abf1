import type { Stream } from '../../kinesis/state.ts';
import { findStream } from '../../kinesis/streamAddress.ts';
import { requireActive, requireOnDemand } from '../../kinesis/streamErrors.ts';
import { checkTags, tagMap } from '../../kinesis/tags.ts';
import { AwsError } from '../../wire/awsError.ts';
import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { describeChannelFully } from '../description.ts';
import { loggingOf, s3DestinationOf } from '../destination.ts';
import type { ChannelService } from '../service.ts';
import {
  channelName,
  encryption,
  logging,
  roleArn,
  s3Destination,
  type S3DestinationRequest,
  s3TablesDestination,
  streamConfigurationList,
} from '../shapes.ts';

const input = shapes.structure({
  ChannelName: shapes.required(channelName),
  ServiceExecutionRoleARN: shapes.required(roleArn),
  StreamConfigurationList: shapes.required(streamConfigurationList),
  S3DestinationConfiguration: s3Destination,
  S3TablesDestinationConfiguration: s3TablesDestination,
  EncryptionConfiguration: encryption,
  Tags: tagMap,
  LoggingConfiguration: logging,
});

type Input = shapes.Value<typeof input>;

export const createChannel = operation<ChannelService>()({
  name: 'CreateChannel',
  input,

  async run(service, request, caller) {
    const source = sourceOf(request);
    const destination = destinationOf(request);
    checkFormat(source.RecordConfiguration.RecordFormatType);
    checkKey(request.EncryptionConfiguration?.KeyId);
    const { kinesis, limits, uuid } = service.options;
    const stream = findStream(kinesis, { StreamARN: source.StreamARN }, caller);
    requireOnDemand(stream);
    requireActive(stream);
    checkSourceKey(stream);
    const identity = {
      id: uuid(),
      account: caller.account,
      region: caller.region,
      name: request.ChannelName,
    };
    checkTags(request.Tags ?? {}, identity, 'channel');
    const names = {
      channelName: identity.name,
      channelId: identity.id,
      streamName: stream.name,
    };
    const channel = await service.create(identity, {
      roleArn: request.ServiceExecutionRoleARN,
      streamId: stream.id,
      streamArn: stream.arn,
      streamCreatedMs: stream.details.createdMs,
      record: source.RecordConfiguration,
      destination: s3DestinationOf(destination, names, limits),
      ...(request.EncryptionConfiguration === undefined
        ? {}
        : { encryption: request.EncryptionConfiguration }),
      logging: loggingOf(request.LoggingConfiguration, names),
      tags: request.Tags ?? {},
    });
    return { ChannelDescription: describeChannelFully(channel) };
  },
});

function sourceOf({ StreamConfigurationList: [first, second] }: Input) {
  if (first === undefined || second !== undefined) {
    throw invalid('StreamConfigurationList must have one stream: a channel reads from one.');
  }
  return first;
}

/** Exactly one destination must be there; of the two, the local engine has S3. */
function destinationOf(request: Input): S3DestinationRequest {
  const { S3DestinationConfiguration: s3, S3TablesDestinationConfiguration: tables } = request;
  if ((s3 === undefined) === (tables === undefined)) {
    throw invalid(
      'Either S3DestinationConfiguration or S3TablesDestinationConfiguration must be specified, but not both.',
    );
  }
  if (s3 === undefined) {
    throw invalid(
      'The local engine does not deliver to streaming tables (S3TablesDestinationConfiguration); use S3DestinationConfiguration.',
    );
  }
  return s3;
}

function checkFormat(format: string): void {
  if (format !== 'GSR_JSON') return;
  throw invalid('RecordFormatType GSR_JSON is not supported for general purpose S3 destinations.');
}

/** The key that AWS manages, which neither side of a channel may be encrypted with. */
const MANAGED_KEY = 'alias/aws/kinesis';

function checkSourceKey({ details: { encryption: source }, name }: Stream): void {
  if (source?.type !== 'KMS' || !source.keyId.endsWith(MANAGED_KEY)) return;
  throw invalid(`Stream ${name} is encrypted with ${MANAGED_KEY}, which channels do not support.`);
}

function checkKey(keyId: string | undefined): void {
  if (keyId?.endsWith(MANAGED_KEY) !== true) return;
  throw invalid(`EncryptionConfiguration needs a customer managed key, not ${MANAGED_KEY}.`);
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidArgumentException', message);
}
