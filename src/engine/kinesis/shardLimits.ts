import {
  SHARD_ITERATOR_CALLS_PER_SECOND,
  SHARD_READ_BYTES_PER_SECOND,
  SHARD_READ_CALLS_PER_SECOND,
  SHARD_WRITE_BYTES_PER_SECOND,
  SHARD_WRITE_RECORDS_PER_SECOND,
} from '../limits.ts';
import type { ShardLimits } from './state.ts';
import { TokenBucket } from './tokenBucket.ts';

/** The allowances of a shard that nobody has used yet. */
export function shardLimits(): ShardLimits {
  return {
    writtenRecords: new TokenBucket(SHARD_WRITE_RECORDS_PER_SECOND),
    writtenBytes: new TokenBucket(SHARD_WRITE_BYTES_PER_SECOND),
    iteratorCalls: new TokenBucket(SHARD_ITERATOR_CALLS_PER_SECOND),
    readCalls: new TokenBucket(SHARD_READ_CALLS_PER_SECOND),
    readBytes: new TokenBucket(SHARD_READ_BYTES_PER_SECOND),
  };
}
