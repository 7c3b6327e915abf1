import { formatShardId } from '../../formats/shardId.ts';
import { Timestamp } from '../wire/timestamp.ts';
import { endingSequenceNumber, type Shard, startingSequenceNumber, type Stream } from './state.ts';

/** A shard as the API shows it. */
export function describeShard(shard: Shard): object {
  const { details } = shard;
  return {
    ShardId: shard.id,
    ParentShardId: idOf(details.parentIndex),
    AdjacentParentShardId: idOf(details.adjacentParentIndex),
    HashKeyRange: {
      StartingHashKey: details.startingHashKey,
      EndingHashKey: details.endingHashKey,
    },
    SequenceNumberRange: {
      StartingSequenceNumber: startingSequenceNumber(shard),
      EndingSequenceNumber: endingSequenceNumber(shard),
    },
  };
}

/** The members that DescribeStream and DescribeStreamSummary share. */
export function describeCommon(stream: Stream): object {
  return {
    StreamName: stream.name,
    StreamARN: stream.arn,
    StreamStatus: stream.details.status,
    StreamModeDetails: { StreamMode: stream.details.mode },
    RetentionPeriodHours: stream.details.retentionHours,
    StreamCreationTimestamp: new Timestamp(stream.details.createdMs),
    EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
    EncryptionType: 'NONE',
  };
}

function idOf(shardIndex: number | undefined): string | undefined {
  return shardIndex === undefined ? undefined : formatShardId(shardIndex);
}
