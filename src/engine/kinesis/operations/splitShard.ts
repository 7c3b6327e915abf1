import { AwsError } from '../../wire/awsError.ts';
import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { hashKey, shardId, streamAddress } from '../inputShapes.ts';
import type { KinesisService } from '../service.ts';
import { requireReshardable, requireShardIndex } from '../shardListing.ts';
import { hashKeyRangeOf, type Shard, type Stream } from '../state.ts';
import { streamRefOf } from '../streamAddress.ts';
import { requireActive, requireProvisioned } from '../streamErrors.ts';

export const splitShard = operation<KinesisService>()({
  name: 'SplitShard',
  input: shapes.structure({
    NewStartingHashKey: shapes.required(hashKey),
    ...streamAddress,
    ShardToSplit: shapes.required(shardId),
  }),

  async run(kinesis, input, caller) {
    const ref = streamRefOf(input, caller);
    const shardIndex = requireShardIndex(ref, input.ShardToSplit);
    const stream = kinesis.catalog.require(ref);
    requireProvisioned(stream);
    requireActive(stream);
    const shard = requireReshardable(stream, shardIndex);
    kinesis.catalog.checkShards(stream, 1);
    checkSplit(stream, shard, input.NewStartingHashKey);
    await kinesis.catalog.update(stream, {
      reshard: {
        kind: 'split',
        shardIndex,
        startingHashKey: input.NewStartingHashKey,
      },
    });
    return undefined;
  },
});

function checkSplit(stream: Stream, shard: Shard, startingHashKey: string): void {
  const { start, end } = hashKeyRangeOf(shard.details);
  const boundary = BigInt(startingHashKey);
  if (boundary > start + 1n && boundary < end) return;
  throw new AwsError(
    'InvalidArgumentException',
    `NewStartingHashKey ${startingHashKey} used in SplitShard() on shard ${shard.id} in stream ${stream.name} under account ${stream.account} is not both greater than one plus the shard's StartingHashKey ${String(start)} and less than the shard's EndingHashKey ${String(end)}.`,
  );
}
