import { operation } from '../../wire/operation.ts';
import { integer, structure } from '../../wire/shapes.ts';
import { LIST_COUNT_DEFAULT } from '../limits.ts';
import type { FirehoseService } from '../service.ts';
import { deliveryStreamName, deliveryStreamType } from '../shapes.ts';

export const listDeliveryStreams = operation<FirehoseService>()({
  name: 'ListDeliveryStreams',
  input: structure({
    Limit: integer({ min: 1, max: 10_000 }),
    DeliveryStreamType: deliveryStreamType,
    ExclusiveStartDeliveryStreamName: deliveryStreamName,
  }),
  run(service, request, { region }) {
    const { DeliveryStreamType: type, ExclusiveStartDeliveryStreamName: start = '' } = request;
    const limit = request.Limit ?? LIST_COUNT_DEFAULT;
    const names = service
      .inRegion(region)
      .filter((stream) => type === undefined || stream.details.type === type)
      .map((stream) => stream.identity.name)
      .filter((name) => name > start);
    return {
      DeliveryStreamNames: names.slice(0, limit),
      HasMoreDeliveryStreams: names.length > limit,
    };
  },
});
