import {
  GET_RECORDS_BYTES_MAX,
  GET_RECORDS_COUNT_MAX,
  ITERATOR_MS_MAX,
  SHARD_READ_BYTES_PER_SECOND,
} from '../../limits.ts';
import { AwsError } from '../../wire/awsError.ts';
import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { describeChildShards, describeRecord } from '../descriptions.ts';
import { streamAddress } from '../inputShapes.ts';
import { checkNotDryRun } from '../recordChecks.ts';
import type { ReadResult } from '../recordReader.ts';
import type { KinesisService } from '../service.ts';
import { iteratorExpired, rateExceeded } from '../shardErrors.ts';
import { shardNotFound } from '../shardListing.ts';
import type { IteratorState } from '../shardIterators.ts';
import type { Shard, Stream } from '../state.ts';
import { streamRefOf } from '../streamAddress.ts';

export const getRecords = operation<KinesisService>()({
  name: 'GetRecords',
  input: shapes.structure({
    Limit: shapes.integer({ min: 1, max: GET_RECORDS_COUNT_MAX }),
    ShardIterator: shapes.required(shapes.string({ minLength: 1, maxLength: 512 })),
    StreamARN: streamAddress.StreamARN,
    StreamId: streamAddress.StreamId,
    DryRun: shapes.boolean(),
  }),

  run(kinesis, input, caller) {
    const state = readIterator(kinesis, input.ShardIterator);
    const stream = kinesis.catalog.findById(state.streamId);
    if (stream === undefined) {
      throw shardNotFound({ name: state.streamName, account: caller.account }, state.shardIndex);
    }
    const isCallers = stream.region === caller.region && stream.account === caller.account;
    if (!isCallers) throw invalidIterator();
    if (input.StreamARN !== undefined && streamRefOf(input, caller).name !== stream.name) {
      throw invalidIterator();
    }
    const shard = stream.shards[state.shardIndex];
    if (shard === undefined) throw shardNotFound(stream, state.shardIndex);
    checkNotDryRun(input.DryRun);
    if (kinesis.limits) takeCall(kinesis, stream, shard);
    const result = kinesis.reader.read(stream, shard, {
      from: state.position,
      recordsMax: input.Limit ?? GET_RECORDS_COUNT_MAX,
      bytesMax: GET_RECORDS_BYTES_MAX,
    });
    if (kinesis.limits) takeBytes(shard, result);
    const next = nextIterator(kinesis, state, shard, result);
    return {
      Records: result.records.map(describeRecord),
      NextShardIterator: next,
      MillisBehindLatest: result.millisBehindLatest,
      ChildShards: next === undefined ? describeChildShards(stream, shard) : undefined,
    };
  },
});

function readIterator(kinesis: KinesisService, text: string): IteratorState {
  const state = kinesis.iterators.decode(text);
  if (state === undefined) throw invalidIterator();
  const nowMs = kinesis.clock.nowMs();
  if (nowMs - state.issuedMs <= ITERATOR_MS_MAX) return state;
  throw iteratorExpired(state.issuedMs, nowMs);
}

function invalidIterator(): AwsError {
  return new AwsError('InvalidArgumentException', 'Invalid ShardIterator.');
}

function takeCall(kinesis: KinesisService, stream: Stream, shard: Shard): void {
  const nowMs = kinesis.clock.nowMs();
  const { readBytes, readCalls } = shard.limits;
  if (readCalls.available(nowMs) < 1 || readBytes.available(nowMs) <= 0) {
    throw rateExceeded(stream, shard);
  }
  readCalls.take(1);
}

/**
 * A large answer is owed and paid back at 2 MiB/s: after one of 10 MiB the next calls fail for
 * about 5 s, as documented.
 */
function takeBytes(shard: Shard, result: ReadResult): void {
  let bytes = 0;
  for (const record of result.records) bytes += record.data.length;
  const { readBytes } = shard.limits;
  readBytes.take(bytes > SHARD_READ_BYTES_PER_SECOND ? bytes + SHARD_READ_BYTES_PER_SECOND : bytes);
}

/** None at the end of a closed shard, once nothing is being written to it any more. */
function nextIterator(
  kinesis: KinesisService,
  state: IteratorState,
  shard: Shard,
  result: ReadResult,
): string | undefined {
  if (shard.details.closedMs !== undefined && result.nextPosition >= shard.nextPosition) {
    return undefined;
  }
  return kinesis.iterators.encode({
    ...state,
    position: result.nextPosition,
    issuedMs: kinesis.clock.nowMs(),
  });
}
