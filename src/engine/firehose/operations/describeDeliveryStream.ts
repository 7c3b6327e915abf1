import { operation } from '../../wire/operation.ts';
import { integer, required, string, structure } from '../../wire/shapes.ts';
import { Timestamp } from '../../wire/timestamp.ts';
import { DESTINATION_ID, destinationDescription, sourceDescription } from '../description.ts';
import type { FirehoseService } from '../service.ts';
import { deliveryStreamName } from '../shapes.ts';

export const describeDeliveryStream = operation<FirehoseService>()({
  name: 'DescribeDeliveryStream',
  input: structure({
    DeliveryStreamName: required(deliveryStreamName),
    Limit: integer({ min: 1, max: 10_000 }),
    ExclusiveStartDestinationId: string({
      minLength: 1,
      maxLength: 100,
      pattern: '[a-zA-Z0-9-]+',
    }),
  }),
  run(service, { DeliveryStreamName, ExclusiveStartDestinationId }, { region }) {
    const { details } = service.require(region, DeliveryStreamName);
    // There is one destination, so a page that starts after it is empty.
    const isPastIt = (ExclusiveStartDestinationId ?? '') >= DESTINATION_ID;
    return {
      DeliveryStreamDescription: {
        DeliveryStreamName,
        DeliveryStreamARN: service.arnOf(region, DeliveryStreamName),
        DeliveryStreamStatus: details.status,
        DeliveryStreamEncryptionConfiguration: { Status: 'DISABLED' },
        DeliveryStreamType: details.type,
        VersionId: details.versionId,
        CreateTimestamp: new Timestamp(details.createdMs),
        Source: sourceDescription(details),
        Destinations: isPastIt ? [] : [destinationDescription(details.destination)],
        HasMoreDestinations: false,
      },
    };
  },
});
