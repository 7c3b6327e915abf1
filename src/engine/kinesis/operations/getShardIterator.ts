import { unreachable } from '../../../base/errors.ts';
import { decodeSequenceNumber } from '../../../formats/sequenceNumber.ts';
import { formatShardId } from '../../../formats/shardId.ts';
import { AwsError } from '../../wire/awsError.ts';
import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { sequenceNumber, shardId, streamAddress } from '../inputShapes.ts';
import { checkNotDryRun } from '../recordChecks.ts';
import type { KinesisService } from '../service.ts';
import { requireShard } from '../shardListing.ts';
import type { Shard, Stream } from '../state.ts';
import { findStream } from '../streamAddress.ts';

const ITERATOR_TYPES = [
  'AT_SEQUENCE_NUMBER',
  'AFTER_SEQUENCE_NUMBER',
  'TRIM_HORIZON',
  'LATEST',
  'AT_TIMESTAMP',
] as const;

interface StartingPoint {
  readonly ShardIteratorType: (typeof ITERATOR_TYPES)[number];
  readonly StartingSequenceNumber?: string;
  readonly Timestamp?: number;
}

export const getShardIterator = operation<KinesisService>()({
  name: 'GetShardIterator',
  input: shapes.structure({
    ...streamAddress,
    ShardId: shapes.required(shardId),
    ShardIteratorType: shapes.required(shapes.enumeration(...ITERATOR_TYPES)),
    StartingSequenceNumber: sequenceNumber,
    Timestamp: shapes.timestamp(),
    DryRun: shapes.boolean(),
  }),

  run(kinesis, input, caller) {
    const stream = findStream(kinesis, input, caller);
    const shard = requireShard(stream, input.ShardId, kinesis.account);
    checkArguments(input);
    const position = positionOf(kinesis, stream, shard, input);
    checkNotDryRun(input.DryRun);
    return {
      ShardIterator: kinesis.iterators.encode({
        streamId: stream.id,
        shardIndex: shard.index,
        position,
        issuedMs: kinesis.clock.nowMs(),
      }),
    };
  },
});

function checkArguments(input: StartingPoint): void {
  const type = input.ShardIteratorType;
  const needsNumber = type === 'AT_SEQUENCE_NUMBER' || type === 'AFTER_SEQUENCE_NUMBER';
  const hasNumber = input.StartingSequenceNumber !== undefined;
  const hasTimestamp = input.Timestamp !== undefined;
  const needsTimestamp = type === 'AT_TIMESTAMP';
  if (needsNumber === hasNumber && needsTimestamp === hasTimestamp) return;
  throw new AwsError(
    'InvalidArgumentException',
    'Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) AT_TIMESTAMP and Timestamp or (3) TRIM_HORIZON or LATEST and neither StartingSequenceNumber nor Timestamp.',
  );
}

function positionOf(
  kinesis: KinesisService,
  stream: Stream,
  shard: Shard,
  input: StartingPoint,
): number {
  switch (input.ShardIteratorType) {
    case 'TRIM_HORIZON':
      return kinesis.reader.trimHorizon(stream, shard);
    case 'LATEST':
      return shard.committedEnd;
    case 'AT_TIMESTAMP':
      return positionAt(kinesis, shard, input.Timestamp ?? 0);
    case 'AT_SEQUENCE_NUMBER':
      return positionOfNumber(stream, shard, input.StartingSequenceNumber ?? '', kinesis);
    case 'AFTER_SEQUENCE_NUMBER':
      return positionOfNumber(stream, shard, input.StartingSequenceNumber ?? '', kinesis) + 1;
    default:
      return unreachable(input.ShardIteratorType);
  }
}

function positionAt(kinesis: KinesisService, shard: Shard, timeMs: number): number {
  const nowMs = kinesis.clock.nowMs();
  if (timeMs > nowMs) {
    throw new AwsError(
      'InvalidArgumentException',
      `The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: ${String(timeMs)}, currentTimestampInMillis: ${String(nowMs)}`,
    );
  }
  return kinesis.reader.firstArrivedAt(shard, timeMs);
}

function positionOfNumber(
  stream: Stream,
  shard: Shard,
  text: string,
  kinesis: KinesisService,
): number {
  const invalid = (reason: string): AwsError =>
    new AwsError('InvalidArgumentException', `Invalid StartingSequenceNumber. ${reason}`);
  const parts = decodeSequenceNumber(text);
  if (parts === undefined) {
    throw invalid(
      `StartingSequenceNumber ${text} used in GetShardIterator on shard ${shard.id} in stream ${stream.name} under account ${kinesis.account} is invalid.`,
    );
  }
  if (parts.shardIndex !== shard.index) {
    throw invalid(
      `It encodes ${formatShardId(parts.shardIndex)}, while it was used in a call to a shard with ${shard.id}`,
    );
  }
  if (
    parts.shardCreatedSeconds !== shard.details.createdSeconds ||
    parts.recordIndex >= BigInt(shard.nextPosition)
  ) {
    throw invalid(
      `StartingSequenceNumber ${text} used in GetShardIterator on shard ${shard.id} in stream ${stream.name} under account ${kinesis.account} is invalid.`,
    );
  }
  return Number(parts.recordIndex);
}
