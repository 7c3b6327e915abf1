import { AwsError } from '../../wire/awsError.ts';
import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { describeChannelFully } from '../description.ts';
import { checkDataFreshness, loggingOf } from '../destination.ts';
import type { ChannelService } from '../service.ts';
import { channelArn, destinationUpdate, logging } from '../shapes.ts';

export const updateChannel = operation<ChannelService>()({
  name: 'UpdateChannel',
  input: shapes.structure({
    ChannelARN: shapes.required(channelArn),
    S3DestinationConfiguration: destinationUpdate,
    S3TablesDestinationConfiguration: destinationUpdate,
    LoggingConfiguration: logging,
  }),

  async run(service, request, caller) {
    const { S3DestinationConfiguration: s3, LoggingConfiguration: logs } = request;
    const channel = service.require(request.ChannelARN, caller);
    if (request.S3TablesDestinationConfiguration !== undefined) {
      throw invalid('S3TablesDestinationConfiguration does not fit a channel that delivers to S3.');
    }
    if (s3 === undefined && logs === undefined) {
      throw invalid('S3DestinationConfiguration or LoggingConfiguration must be specified.');
    }
    if (s3 !== undefined) checkDataFreshness(s3.DataFreshnessInSeconds, service.options.limits);
    const { details, identity } = channel;
    const names = { channelName: identity.name, channelId: identity.id };
    await service.update(channel, {
      destination: { ...details.destination, ...s3 },
      logging: logs === undefined ? details.logging : loggingOf(logs, names),
    });
    return { ChannelDescription: describeChannelFully(channel) };
  },
});

function invalid(message: string): AwsError {
  return new AwsError('InvalidArgumentException', message);
}
