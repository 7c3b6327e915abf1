import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { sequenceNumber, shardId, streamAddress } from '../inputShapes.ts';
import { checkNotDryRun } from '../recordChecks.ts';
import type { KinesisService } from '../service.ts';
import { rateExceeded } from '../shardErrors.ts';
import { requireShard, requireShardIndex, shardNotFound } from '../shardListing.ts';
import { checkStartingPoint, STARTING_POINTS, startingPosition } from '../startingPoint.ts';
import type { Shard, Stream } from '../state.ts';
import { streamRefOf } from '../streamAddress.ts';

export const getShardIterator = operation<KinesisService>()({
  name: 'GetShardIterator',
  input: shapes.structure({
    ShardId: shapes.required(shardId),
    ShardIteratorType: shapes.required(shapes.enumeration(...STARTING_POINTS)),
    StartingSequenceNumber: sequenceNumber,
    ...streamAddress,
    Timestamp: shapes.timestamp(),
    DryRun: shapes.boolean(),
  }),

  run(kinesis, input, caller) {
    const ref = streamRefOf(input, caller);
    const shardIndex = requireShardIndex(ref, input.ShardId);
    const stream = kinesis.catalog.find(ref);
    // The service speaks of the shard even when it is the stream that does not exist.
    if (stream === undefined) throw shardNotFound(ref, shardIndex);
    const shard = requireShard(stream, shardIndex);
    const point = {
      type: input.ShardIteratorType,
      sequenceNumber: input.StartingSequenceNumber,
      timestampMs: input.Timestamp,
    };
    checkStartingPoint(point);
    const place = { stream, shard, operation: 'GetShardIterator' };
    const position = startingPosition(kinesis, place, point);
    checkNotDryRun(input.DryRun);
    if (kinesis.callRates.enabled) takeCall(kinesis.clock.nowMs(), stream, shard);
    return {
      ShardIterator: kinesis.iterators.encode({
        streamId: stream.id,
        streamName: stream.name,
        shardIndex,
        position,
        issuedMs: kinesis.clock.nowMs(),
      }),
    };
  },
});

function takeCall(nowMs: number, stream: Stream, shard: Shard): void {
  const { iteratorCalls } = shard.limits;
  if (iteratorCalls.available(nowMs) < 1) throw rateExceeded(stream, shard);
  iteratorCalls.take(1);
}
