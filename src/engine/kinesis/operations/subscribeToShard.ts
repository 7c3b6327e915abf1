import { EventStream } from '../../wire/eventStream.ts';
import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { consumerArn, findConsumer } from '../consumerAddress.ts';
import { notActive } from '../consumers.ts';
import { sequenceNumber, shardId, streamAddress } from '../inputShapes.ts';
import { checkNotDryRun } from '../recordChecks.ts';
import type { KinesisService } from '../service.ts';
import { requireShard, requireShardIndex } from '../shardListing.ts';
import { checkStartingPoint, STARTING_POINTS, startingPosition } from '../startingPoint.ts';

export const subscribeToShard = operation<KinesisService>()({
  name: 'SubscribeToShard',
  input: shapes.structure({
    ConsumerARN: shapes.required(consumerArn),
    StreamId: streamAddress.StreamId,
    ShardId: shapes.required(shardId),
    StartingPosition: shapes.required(
      shapes.structure({
        Type: shapes.required(shapes.enumeration(...STARTING_POINTS)),
        SequenceNumber: sequenceNumber,
        Timestamp: shapes.timestamp(),
      }),
    ),
    DryRun: shapes.boolean(),
  }),

  run(kinesis, input, caller) {
    const consumer = findConsumer(kinesis, { ConsumerARN: input.ConsumerARN }, caller);
    if (consumer.details.status !== 'ACTIVE') throw notActive(consumer);
    const { stream } = consumer;
    const shard = requireShard(stream, requireShardIndex(stream, input.ShardId));
    const point = {
      type: input.StartingPosition.Type,
      sequenceNumber: input.StartingPosition.SequenceNumber,
      timestampMs: input.StartingPosition.Timestamp,
    };
    checkStartingPoint(point);
    const place = { stream, shard, operation: 'SubscribeToShard' };
    const position = startingPosition(kinesis, place, point);
    kinesis.subscriptions.check(consumer, shard);
    checkNotDryRun(input.DryRun);
    return new EventStream(kinesis.subscriptions.subscribe(consumer, shard, position));
  },
});
