import { formatShardId, parseShardId } from '../../formats/shardId.ts';
import { AwsError } from '../wire/awsError.ts';
import { keptShards, type Shard, type Stream } from './state.ts';

/** While a stream is being created it shows no shards. */
export function readableShards(stream: Stream): readonly Shard[] {
  return stream.details.status === 'CREATING' ? [] : keptShards(stream);
}

/** The first index after an ExclusiveStartShardId, or 0 without one. */
export function shardIndexAfter(stream: Stream, exclusiveStartShardId: string | undefined): number {
  if (exclusiveStartShardId === undefined) return 0;
  return requireShardIndex(stream, exclusiveStartShardId) + 1;
}

/** What messages say of a stream, which need not exist. */
type StreamName = Pick<Stream, 'name' | 'account'>;

/** Accepts `shardId-000000000003`, `shardId-3` and `3`. Throws AwsError for anything else. */
export function requireShardIndex(stream: StreamName, shardId: string): number {
  const shardIndex = parseShardId(shardId);
  if (shardIndex === undefined) throw noSuchShard(stream, shardId);
  return shardIndex;
}

function noSuchShard(stream: StreamName, shardId: string): AwsError {
  return new AwsError(
    'ResourceNotFoundException',
    `Could not find shard ${shardId} in stream ${stream.name} under account ${stream.account}.`,
  );
}

/** A shard that can still be split or merged. Throws AwsError for any other. */
export function requireReshardable(stream: Stream, shardIndex: number): Shard {
  const shard = stream.shards[shardIndex];
  if (shard === undefined) throw noSuchShard(stream, formatShardId(shardIndex));
  if (shard.details.closedMs === undefined) return shard;
  throw new AwsError(
    'InvalidArgumentException',
    `Shard ${shard.id} in stream ${stream.name} under account ${stream.account} has already been merged or split, and thus is not eligible for merging or splitting.`,
  );
}

/** Throws AwsError when the stream has no such shard. */
export function requireShard(stream: Stream, shardIndex: number): Shard {
  const shard = stream.shards[shardIndex];
  if (shard === undefined || stream.details.status === 'CREATING') {
    throw shardNotFound(stream, shardIndex);
  }
  return shard;
}

/** Such a shard never was, or has expired, or its stream is gone. */
export function shardNotFound(stream: StreamName, shardIndex: number): AwsError {
  return new AwsError(
    'ResourceNotFoundException',
    `Shard ${formatShardId(shardIndex)} in stream ${stream.name} under account ${stream.account} does not exist`,
  );
}
