import { Timestamp } from '../wire/timestamp.ts';
import type { ChannelDetails, ChannelIdentity } from './details.ts';

export interface DescribedChannel {
  readonly identity: ChannelIdentity;
  readonly details: ChannelDetails;
}

export function channelArnOf({ account, id, region }: ChannelIdentity): string {
  return `arn:aws:kinesis:${region}:${account}:channel/${id}`;
}

/** A channel as the API shows it whole. */
export function describeChannelFully(channel: DescribedChannel): object {
  const { details } = channel;
  return {
    ...describeCommon(channel),
    ServiceExecutionRoleARN: details.roleArn,
    StreamConfigurationList: [{ ...streamOf(details), RecordConfiguration: details.record }],
    S3DestinationConfiguration: details.destination,
    EncryptionConfiguration: details.encryption,
    LoggingConfiguration: details.logging,
  };
}

/** A channel as ListChannels shows it. */
export function summarizeChannel(channel: DescribedChannel): object {
  return {
    ...describeCommon(channel),
    ChannelDestinationType: 'S3',
    Streams: [streamOf(channel.details)],
  };
}

function describeCommon({ details, identity }: DescribedChannel): object {
  return {
    ChannelName: identity.name,
    ChannelARN: channelArnOf(identity),
    ChannelId: identity.id,
    ChannelStatus: details.status,
    ChannelStatusReason: details.statusReason,
    ChannelCreationTimestamp: new Timestamp(details.createdMs),
  };
}

function streamOf(details: ChannelDetails): object {
  return {
    StreamARN: details.streamArn,
    StreamCreationTimestamp: new Timestamp(details.streamCreatedMs),
  };
}
