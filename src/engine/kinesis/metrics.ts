import * as shapes from '../wire/shapes.ts';
import type { Stream } from './state.ts';

export const SHARD_LEVEL_METRICS = [
  'IncomingBytes',
  'IncomingRecords',
  'OutgoingBytes',
  'OutgoingRecords',
  'WriteProvisionedThroughputExceeded',
  'ReadProvisionedThroughputExceeded',
  'IteratorAgeMilliseconds',
] as const;

/** As requests name them. */
export const shardLevelMetrics = shapes.list(shapes.enumeration(...SHARD_LEVEL_METRICS, 'ALL'), {
  minLength: 1,
  maxLength: 7,
});

/** The metrics that a request means. */
export function expandMetrics(named: readonly string[]): ReadonlySet<string> {
  return new Set(named.includes('ALL') ? SHARD_LEVEL_METRICS : named);
}

export function describeMetrics(
  stream: Stream,
  metrics: { current: readonly string[]; desired: readonly string[] },
): object {
  return {
    StreamName: stream.name,
    CurrentShardLevelMetrics: metrics.current,
    DesiredShardLevelMetrics: metrics.desired,
    StreamARN: stream.arn,
  };
}
