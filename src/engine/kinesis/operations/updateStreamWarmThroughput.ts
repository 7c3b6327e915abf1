import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { describeWarmThroughput } from '../descriptions.ts';
import { streamAddress } from '../inputShapes.ts';
import type { KinesisService } from '../service.ts';
import { findStream } from '../streamAddress.ts';
import { requireActive, requireOnDemand } from '../streamErrors.ts';
import { checkWarmThroughput, warmReshard } from '../warmThroughput.ts';

export const updateStreamWarmThroughput = operation<KinesisService>()({
  name: 'UpdateStreamWarmThroughput',
  input: shapes.structure({
    StreamARN: streamAddress.StreamARN,
    StreamName: streamAddress.StreamName,
    StreamId: streamAddress.StreamId,
    WarmThroughputMiBps: shapes.required(shapes.integer({ min: 0 })),
  }),

  async run(kinesis, input, caller) {
    const warmMiBps = input.WarmThroughputMiBps;
    const stream = findStream(kinesis, input, caller);
    requireOnDemand(stream);
    checkWarmThroughput(kinesis, caller, { mode: stream.details.mode, warmMiBps });
    requireActive(stream);
    await kinesis.catalog.update(stream, {
      details: { warmThroughputMiBps: warmMiBps },
      ...warmReshard(stream, warmMiBps),
    });
    return {
      StreamARN: stream.arn,
      StreamName: stream.name,
      WarmThroughput: describeWarmThroughput(stream),
    };
  },
});
