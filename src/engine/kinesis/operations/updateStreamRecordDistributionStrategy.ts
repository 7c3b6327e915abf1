import { AwsError } from '../../wire/awsError.ts';
import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { recordDistribution, streamAddress } from '../inputShapes.ts';
import type { KinesisService } from '../service.ts';
import { findStream } from '../streamAddress.ts';

export const updateStreamRecordDistributionStrategy = operation<KinesisService>()({
  name: 'UpdateStreamRecordDistributionStrategy',
  input: shapes.structure({
    StreamARN: shapes.required(streamAddress.StreamARN),
    StreamId: streamAddress.StreamId,
    RecordDistributionStrategy: shapes.required(recordDistribution),
  }),

  async run(kinesis, input, caller) {
    const stream = findStream(kinesis, { StreamARN: input.StreamARN }, caller);
    const strategy = input.RecordDistributionStrategy;
    if (stream.details.mode === 'PROVISIONED' && strategy === 'AUTO') {
      throw new AwsError(
        'InvalidArgumentException',
        `RecordDistributionStrategy AUTO is only supported for streams in On-Demand mode. Stream ${stream.name} under account ${stream.account} is in Provisioned mode.`,
      );
    }
    await kinesis.catalog.change(stream, { recordDistribution: strategy });
    return undefined;
  },
});
