import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { streamAddress, streamModeDetails } from '../inputShapes.ts';
import { useDailyQuota } from '../quotas.ts';
import type { KinesisService } from '../service.ts';
import type { Stream, StreamChange, StreamMode } from '../state.ts';
import { findStream } from '../streamAddress.ts';
import { requireActive } from '../streamErrors.ts';
import { checkWarmThroughput, warmReshard } from '../warmThroughput.ts';

export const updateStreamMode = operation<KinesisService>()({
  name: 'UpdateStreamMode',
  input: shapes.structure({
    StreamARN: shapes.required(streamAddress.StreamARN),
    StreamId: streamAddress.StreamId,
    StreamModeDetails: shapes.required(streamModeDetails),
    WarmThroughputMiBps: shapes.integer({ min: 0 }),
  }),

  async run(kinesis, input, caller) {
    const mode = input.StreamModeDetails.StreamMode;
    const warmMiBps = input.WarmThroughputMiBps;
    if (warmMiBps !== undefined) checkWarmThroughput(kinesis, caller, { mode, warmMiBps });
    const stream = findStream(kinesis, { StreamARN: input.StreamARN }, caller);
    requireActive(stream);
    // Tools that only refresh a stream send the mode that it has.
    if (stream.details.mode === mode) return undefined;
    if (mode === 'ON_DEMAND') kinesis.catalog.checkOnDemand(stream);
    const change = changeTo(mode, stream, warmMiBps);
    const used = useDailyQuota(stream, 'modeSwitches', {
      nowMs: kinesis.clock.nowMs(),
      limits: kinesis.limits,
    });
    await kinesis.catalog.update(stream, change, used);
    return undefined;
  },
});

/** A stream keeps its shards when its mode changes, unless it has to be warmed up. */
function changeTo(mode: StreamMode, stream: Stream, warmMiBps: number | undefined): StreamChange {
  if (mode === 'PROVISIONED') {
    return {
      details: { mode, recordDistribution: 'USER_PARTITION_KEY', warmThroughputMiBps: 0 },
    };
  }
  if (warmMiBps === undefined) return { details: { mode } };
  return { details: { mode, warmThroughputMiBps: warmMiBps }, ...warmReshard(stream, warmMiBps) };
}
