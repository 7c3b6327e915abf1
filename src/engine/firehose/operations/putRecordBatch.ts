import { AwsError } from '../../wire/awsError.ts';
import { operation } from '../../wire/operation.ts';
import { list, required, structure } from '../../wire/shapes.ts';
import { BATCH_BYTES_MAX, BATCH_RECORDS_MAX } from '../limits.ts';
import type { FirehoseService } from '../service.ts';
import { deliveryStreamName, record } from '../shapes.ts';

export const putRecordBatch = operation<FirehoseService>()({
  name: 'PutRecordBatch',
  input: structure({
    DeliveryStreamName: required(deliveryStreamName),
    Records: required(list(record, { minLength: 1, maxLength: BATCH_RECORDS_MAX })),
  }),
  async run(service, { DeliveryStreamName, Records }, { region }) {
    const records = Records.map(({ Data }) => Data);
    if (records.reduce((sum, data) => sum + data.length, 0) > BATCH_BYTES_MAX) {
      throw new AwsError('InvalidArgumentException', 'Records size exceeds 4 MB limit');
    }
    const stream = service.requireDirectPut(region, DeliveryStreamName);
    await stream.accept(records);
    return {
      FailedPutCount: 0,
      Encrypted: false,
      RequestResponses: records.map(() => ({ RecordId: service.newRecordId() })),
    };
  },
});
