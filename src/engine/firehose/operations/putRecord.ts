import { operation } from '../../wire/operation.ts';
import { required, structure } from '../../wire/shapes.ts';
import type { FirehoseService } from '../service.ts';
import { deliveryStreamName, record } from '../shapes.ts';

export const putRecord = operation<FirehoseService>()({
  name: 'PutRecord',
  input: structure({
    DeliveryStreamName: required(deliveryStreamName),
    Record: required(record),
  }),
  async run(service, { DeliveryStreamName, Record }, { region }) {
    const stream = service.requireDirectPut(region, DeliveryStreamName);
    await stream.accept([Record.Data]);
    return { RecordId: service.newRecordId(), Encrypted: false };
  },
});
