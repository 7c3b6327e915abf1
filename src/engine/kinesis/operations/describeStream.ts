import { DESCRIBE_SHARDS_MAX } from '../../limits.ts';
import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { describeCommon, describeShard } from '../descriptions.ts';
import { shardId, streamAddress } from '../inputShapes.ts';
import type { KinesisService } from '../service.ts';
import { readableShards, shardIndexAfter } from '../shardListing.ts';
import { findStream } from '../streamAddress.ts';

export const describeStream = operation<KinesisService>()({
  name: 'DescribeStream',
  input: shapes.structure({
    Limit: shapes.integer({ min: 1, max: 10_000 }),
    ExclusiveStartShardId: shardId,
    ...streamAddress,
  }),

  run(kinesis, input, caller) {
    const stream = findStream(kinesis, input, caller);
    const from = shardIndexAfter(stream, input.ExclusiveStartShardId);
    const shards = readableShards(stream).filter((shard) => shard.index >= from);
    const limit = Math.min(input.Limit ?? DESCRIBE_SHARDS_MAX, DESCRIBE_SHARDS_MAX);
    return {
      StreamDescription: {
        ...describeCommon(stream),
        Shards: shards.slice(0, limit).map(describeShard),
        HasMoreShards: shards.length > limit,
      },
    };
  },
});
