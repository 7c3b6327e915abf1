import { operation } from '../../wire/operation.ts';
import { boolean, required, structure } from '../../wire/shapes.ts';
import type { FirehoseService } from '../service.ts';
import { deliveryStreamName } from '../shapes.ts';

export const deleteDeliveryStream = operation<FirehoseService>()({
  name: 'DeleteDeliveryStream',
  input: structure({
    DeliveryStreamName: required(deliveryStreamName),
    // Without encryption there is no grant that could stand in the way.
    AllowForceDelete: boolean(),
  }),
  async run(service, { DeliveryStreamName }, { region }) {
    await service.delete(region, DeliveryStreamName);
    return {};
  },
});
