import { AwsError } from '../../wire/awsError.ts';
import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { streamAddress } from '../inputShapes.ts';
import { checkRetention } from '../retention.ts';
import type { KinesisService } from '../service.ts';
import { findStream } from '../streamAddress.ts';

export const increaseStreamRetentionPeriod = operation<KinesisService>()({
  name: 'IncreaseStreamRetentionPeriod',
  input: shapes.structure({
    RetentionPeriodHours: shapes.required(shapes.integer()),
    ...streamAddress,
  }),

  async run(kinesis, input, caller) {
    const stream = findStream(kinesis, input, caller);
    const hours = input.RetentionPeriodHours;
    checkRetention(hours);
    const existing = stream.details.retentionHours;
    if (hours < existing) {
      throw new AwsError(
        'InvalidArgumentException',
        `Requested retention period (${String(hours)} hours) for stream ${stream.name} can not be shorter than existing retention period (${String(existing)} hours). Use DecreaseRetentionPeriod API.`,
      );
    }
    // Tools that only refresh a stream send the value that it has.
    if (hours === existing) return undefined;
    // What has expired stays expired, though the sweeper may not have come by yet.
    await kinesis.expire(stream);
    await kinesis.catalog.change(stream, { retentionHours: hours });
    return undefined;
  },
});
