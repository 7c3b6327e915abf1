import { AwsError } from '../../wire/awsError.ts';
import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { shardId, streamAddress } from '../inputShapes.ts';
import type { KinesisService } from '../service.ts';
import { requireReshardable } from '../shardListing.ts';
import { hashKeyRangeOf } from '../state.ts';
import { findStream } from '../streamAddress.ts';
import { requireProvisioned } from '../streamErrors.ts';

export const mergeShards = operation<KinesisService>()({
  name: 'MergeShards',
  input: shapes.structure({
    ShardToMerge: shapes.required(shardId),
    AdjacentShardToMerge: shapes.required(shardId),
    ...streamAddress,
  }),

  async run(kinesis, input, caller) {
    const stream = findStream(kinesis, input, caller);
    requireProvisioned(stream);
    const shard = requireReshardable(stream, input.ShardToMerge);
    const adjacent = requireReshardable(stream, input.AdjacentShardToMerge);
    if (hashKeyRangeOf(shard.details).end + 1n !== hashKeyRangeOf(adjacent.details).start) {
      throw new AwsError(
        'InvalidArgumentException',
        `Shards ${shard.id} and ${adjacent.id} in stream ${stream.name} under account ${stream.account} are not an adjacent pair of shards eligible for merging`,
      );
    }
    await kinesis.catalog.update(stream, {
      reshard: { kind: 'merge', shardIndex: shard.index, adjacentIndex: adjacent.index },
    });
    return undefined;
  },
});
