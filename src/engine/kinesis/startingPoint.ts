import { unreachable } from '../../base/errors.ts';
import { decodeSequenceNumber } from '../../formats/sequenceNumber.ts';
import { formatShardId } from '../../formats/shardId.ts';
import { AwsError } from '../wire/awsError.ts';
import type { KinesisService } from './service.ts';
import { endingSequenceNumber, type Shard, type Stream } from './state.ts';

/** In the order in which the service lists them in messages. */
export const STARTING_POINTS = [
  'AFTER_SEQUENCE_NUMBER',
  'LATEST',
  'AT_TIMESTAMP',
  'AT_SEQUENCE_NUMBER',
  'TRIM_HORIZON',
] as const;

/** Where reading a shard begins, as a request says it. */
export interface StartingPoint {
  readonly type: (typeof STARTING_POINTS)[number];
  readonly sequenceNumber?: string | undefined;
  readonly timestampMs?: number | undefined;
}

/** Throws AwsError when a starting point lacks what its type needs, or has a number in vain. */
export function checkStartingPoint(point: StartingPoint): void {
  const { type } = point;
  const needsNumber = type === 'AT_SEQUENCE_NUMBER' || type === 'AFTER_SEQUENCE_NUMBER';
  const hasNumber = point.sequenceNumber !== undefined;
  if (needsNumber !== hasNumber) {
    throw new AwsError(
      'InvalidArgumentException',
      `Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified ${type} and ${hasNumber ? 'also a' : 'no'} StartingSequenceNumber.`,
    );
  }
  if (type === 'AT_TIMESTAMP' && point.timestampMs === undefined) {
    throw new AwsError(
      'InvalidArgumentException',
      'Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp parameter.',
    );
  }
}

/** The position of the first record to read. `operation` is named in messages. */
export function startingPosition(
  kinesis: KinesisService,
  place: { readonly stream: Stream; readonly shard: Shard; readonly operation: string },
  point: StartingPoint,
): number {
  const { stream, shard } = place;
  switch (point.type) {
    case 'TRIM_HORIZON':
      return kinesis.reader.trimHorizon(stream, shard);
    case 'LATEST':
      return shard.committedEnd;
    case 'AT_TIMESTAMP':
      return positionAt(kinesis, shard, point.timestampMs ?? 0);
    case 'AT_SEQUENCE_NUMBER':
      return positionOfNumber(place, point.sequenceNumber ?? '');
    case 'AFTER_SEQUENCE_NUMBER':
      return positionAfter(kinesis, place, point.sequenceNumber ?? '');
    default:
      return unreachable(point.type);
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

/**
 * A power failure may have taken the record, and another may have come to its place since: that one
 * arrived later than the number says, and was never read.
 */
function positionAfter(
  kinesis: KinesisService,
  place: { stream: Stream; shard: Shard; operation: string },
  text: string,
): number {
  const position = positionOfNumber(place, text);
  const arrivedMs = kinesis.reader.arrivedMs(place.shard, position) ?? 0;
  const seconds = decodeSequenceNumber(text)?.timeSeconds ?? 0;
  return Math.floor(arrivedMs / 1000) > seconds ? position : position + 1;
}

function positionOfNumber(
  { stream, shard, operation }: { stream: Stream; shard: Shard; operation: string },
  text: string,
): number {
  const invalid = (reason = ''): AwsError =>
    new AwsError(
      'InvalidArgumentException',
      `StartingSequenceNumber ${text} used in ${operation} on shard ${shard.id} in stream ${stream.name} under account ${stream.account} is invalid${reason}.`,
    );
  const parts = decodeSequenceNumber(text);
  if (parts === undefined) throw invalid();
  if (parts.shardIndex !== shard.index) {
    throw new AwsError(
      'InvalidArgumentException',
      `Invalid StartingSequenceNumber. It encodes ${formatShardId(parts.shardIndex)}, while it was used in a call to a shard with ${shard.id}`,
    );
  }
  // The number that a closed shard ends with comes after all of its records.
  if (text === endingSequenceNumber(shard)) return shard.committedEnd;
  if (parts.shardCreatedSeconds !== shard.details.createdSeconds) {
    throw invalid(' because it did not come from this stream');
  }
  if (parts.recordIndex >= BigInt(shard.nextPosition)) throw invalid();
  return Number(parts.recordIndex);
}
