import { unreachable } from '../../base/errors.ts';
import { AwsError } from '../wire/awsError.ts';
import type { KinesisService } from './service.ts';
import { requireShardIndex } from './shardListing.ts';
import type { Shard, Stream } from './state.ts';

export const SHARD_FILTER_TYPES = [
  'AFTER_SHARD_ID',
  'AT_TRIM_HORIZON',
  'FROM_TRIM_HORIZON',
  'AT_LATEST',
  'AT_TIMESTAMP',
  'FROM_TIMESTAMP',
] as const;

export interface ShardFilter {
  readonly Type: (typeof SHARD_FILTER_TYPES)[number];
  readonly ShardId?: string;
  readonly Timestamp?: number;
}

/**
 * The shards that were open at a point in time (AT_…), or at it and since (FROM_…):
 * https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ShardFilter.html
 */
export function filterShards(
  kinesis: KinesisService,
  stream: Stream,
  shards: readonly Shard[],
  filter: ShardFilter,
): readonly Shard[] {
  const horizonMs = Math.max(
    stream.details.createdMs,
    kinesis.clock.nowMs() - stream.details.retentionHours * 3_600_000,
  );
  switch (filter.Type) {
    case 'AFTER_SHARD_ID': {
      const after = requireShardIndex(stream, required(filter.ShardId, 'ShardId'));
      return shards.filter((shard) => shard.index > after);
    }
    case 'AT_LATEST':
      return shards.filter((shard) => shard.details.closedMs === undefined);
    case 'AT_TRIM_HORIZON':
      return openAt(shards, horizonMs);
    case 'FROM_TRIM_HORIZON':
      return openSince(shards, horizonMs);
    case 'AT_TIMESTAMP':
      return openAt(shards, Math.max(horizonMs, required(filter.Timestamp, 'Timestamp')));
    case 'FROM_TIMESTAMP':
      return openSince(shards, Math.max(horizonMs, required(filter.Timestamp, 'Timestamp')));
    default:
      return unreachable(filter.Type);
  }
}

function openAt(shards: readonly Shard[], timeMs: number): readonly Shard[] {
  return openSince(shards, timeMs).filter(({ details }) => {
    return (details.createdMs ?? details.createdSeconds * 1000) <= timeMs;
  });
}

function openSince(shards: readonly Shard[], timeMs: number): readonly Shard[] {
  return shards.filter(({ details: { closedMs } }) => closedMs === undefined || closedMs > timeMs);
}

function required<T>(value: T | undefined, name: string): T {
  if (value !== undefined) return value;
  throw new AwsError('InvalidArgumentException', `ShardFilter of this type must have a ${name}.`);
}
