import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { streamAddress } from '../inputShapes.ts';
import {
  describeMetrics,
  expandMetrics,
  SHARD_LEVEL_METRICS,
  shardLevelMetrics,
} from '../metrics.ts';
import type { KinesisService } from '../service.ts';
import { findStream } from '../streamAddress.ts';
import { requireActive } from '../streamErrors.ts';

export const enableEnhancedMonitoring = operation<KinesisService>()({
  name: 'EnableEnhancedMonitoring',
  input: shapes.structure({
    StreamName: streamAddress.StreamName,
    ShardLevelMetrics: shapes.required(shardLevelMetrics),
    StreamARN: streamAddress.StreamARN,
    StreamId: streamAddress.StreamId,
  }),

  async run(kinesis, input, caller) {
    const stream = findStream(kinesis, input, caller);
    requireActive(stream);
    const named = expandMetrics(input.ShardLevelMetrics);
    const current = stream.details.shardLevelMetrics ?? [];
    const desired = SHARD_LEVEL_METRICS.filter(
      (metric) => current.includes(metric) || named.has(metric),
    );
    if (desired.length !== current.length) {
      await kinesis.catalog.update(stream, { details: { shardLevelMetrics: desired } });
    }
    return describeMetrics(stream, { current, desired });
  },
});
