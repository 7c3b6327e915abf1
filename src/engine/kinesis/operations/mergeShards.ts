import { AwsError } from '../../wire/awsError.ts';
import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { shardId, streamAddress } from '../inputShapes.ts';
import type { KinesisService } from '../service.ts';
import { requireReshardable, requireShardIndex } from '../shardListing.ts';
import { hashKeyRangeOf } from '../state.ts';
import { streamRefOf } from '../streamAddress.ts';
import { requireActive, requireProvisioned } from '../streamErrors.ts';

export const mergeShards = operation<KinesisService>()({
  name: 'MergeShards',
  input: shapes.structure({
    ShardToMerge: shapes.required(shardId),
    AdjacentShardToMerge: shapes.required(shardId),
    ...streamAddress,
  }),

  async run(kinesis, input, caller) {
    const ref = streamRefOf(input, caller);
    const shardIndex = requireShardIndex(ref, input.ShardToMerge);
    const adjacentIndex = requireShardIndex(ref, input.AdjacentShardToMerge);
    const stream = kinesis.catalog.require(ref);
    requireProvisioned(stream);
    requireActive(stream);
    const shard = requireReshardable(stream, shardIndex);
    const adjacent = requireReshardable(stream, adjacentIndex);
    if (hashKeyRangeOf(shard.details).end + 1n !== hashKeyRangeOf(adjacent.details).start) {
      throw new AwsError(
        'InvalidArgumentException',
        `Shards ${shard.id} and ${adjacent.id} in stream ${stream.name} under account ${stream.account} are not an adjacent pair of shards eligible for merging`,
      );
    }
    await kinesis.catalog.update(stream, {
      reshard: { kind: 'merge', shardIndex, adjacentIndex },
    });
    return undefined;
  },
});
