import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { describeCommon, describeWarmThroughput } from '../descriptions.ts';
import { streamAddress } from '../inputShapes.ts';
import type { KinesisService } from '../service.ts';
import { findStream } from '../streamAddress.ts';

export const describeStreamSummary = operation<KinesisService>()({
  name: 'DescribeStreamSummary',
  input: shapes.structure(streamAddress),

  run(kinesis, input, caller) {
    const stream = findStream(kinesis, input, caller);
    return {
      StreamDescriptionSummary: {
        ...describeCommon(stream),
        // While it is being created a stream shows no shards.
        OpenShardCount: stream.details.status === 'CREATING' ? 0 : stream.routes.length,
        ConsumerCount: kinesis.consumers.of(stream).length,
        ChannelCount: kinesis.channels.countOf(stream),
        WarmThroughput: describeWarmThroughput(stream),
        MaxRecordSizeInKiB: stream.details.recordKibMax,
        RecordDistributionStrategy:
          stream.details.mode === 'ON_DEMAND'
            ? (stream.details.recordDistribution ?? 'USER_PARTITION_KEY')
            : undefined,
      },
    };
  },
});
