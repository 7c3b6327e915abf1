import { formatShardId } from '../../formats/shardId.ts';
import { Timestamp } from '../wire/timestamp.ts';
import type { ReadRecord } from './recordReader.ts';
import {
  endingSequenceNumber,
  keptShards,
  type Shard,
  startingSequenceNumber,
  type Stream,
} from './state.ts';

/** A shard as the API shows it. */
export function describeShard(shard: Shard): object {
  const { details } = shard;
  return {
    ShardId: shard.id,
    ParentShardId: idOf(details.parentIndex),
    AdjacentParentShardId: idOf(details.adjacentParentIndex),
    HashKeyRange: describeHashKeyRange(shard),
    SequenceNumberRange: {
      StartingSequenceNumber: startingSequenceNumber(shard),
      EndingSequenceNumber: endingSequenceNumber(shard),
    },
  };
}

/** The members that DescribeStream and DescribeStreamSummary share. */
export function describeCommon(stream: Stream): object {
  const encryption = stream.details.encryption ?? { type: 'NONE' };
  return {
    StreamName: stream.name,
    StreamARN: stream.arn,
    StreamStatus: stream.details.status,
    StreamModeDetails: { StreamMode: stream.details.mode },
    RetentionPeriodHours: stream.details.retentionHours,
    StreamCreationTimestamp: new Timestamp(stream.details.createdMs),
    EnhancedMonitoring: [{ ShardLevelMetrics: stream.details.shardLevelMetrics ?? [] }],
    EncryptionType: encryption.type,
    KeyId: encryption.type === 'KMS' ? encryption.keyId : undefined,
  };
}

/** Only on-demand streams of accounts with a commitment have one. */
export function describeWarmThroughput(stream: Stream): object | undefined {
  const { pending, warmThroughputMiBps: current = 0 } = stream.details;
  const target = pending?.details?.warmThroughputMiBps ?? current;
  if (stream.details.mode !== 'ON_DEMAND' || (target === 0 && current === 0)) return undefined;
  return { TargetMiBps: target, CurrentMiBps: current };
}

/** A record as GetRecords and SubscribeToShard show it. */
export function describeRecord(record: ReadRecord): object {
  return {
    SequenceNumber: record.sequenceNumber,
    ApproximateArrivalTimestamp: new Timestamp(record.arrivedMs),
    Data: record.data,
    // A stream that distributes records by itself takes records without a key.
    PartitionKey: record.partitionKey === '' ? undefined : record.partitionKey,
    EncryptionType: record.encryptionType,
  };
}

/** The shards that continue a closed one, as its last answer shows them. */
export function describeChildShards(stream: Stream, parent: Shard): object[] {
  const isChild = ({ details }: Shard): boolean =>
    details.parentIndex === parent.index || details.adjacentParentIndex === parent.index;
  return keptShards(stream)
    .filter(isChild)
    .map((shard) => ({
      ShardId: shard.id,
      ParentShards: [shard.details.parentIndex, shard.details.adjacentParentIndex]
        .filter((index) => index !== undefined)
        .map(formatShardId),
      HashKeyRange: describeHashKeyRange(shard),
    }));
}

function describeHashKeyRange({ details }: Shard): object {
  return { StartingHashKey: details.startingHashKey, EndingHashKey: details.endingHashKey };
}

function idOf(shardIndex: number | undefined): string | undefined {
  return shardIndex === undefined ? undefined : formatShardId(shardIndex);
}
