import type { FaultKind } from '../../protocol/engine/control.ts';
import type { KinesisService } from '../kinesis/service.ts';
import { iteratorExpired, rateExceeded } from '../kinesis/shardErrors.ts';
import type { IteratorState } from '../kinesis/shardIterators.ts';
import type { Shard, Stream } from '../kinesis/state.ts';
import { ITERATOR_MS_MAX } from '../limits.ts';
import type { Caller } from '../wire/operation.ts';
import type { FaultTarget } from './fault.ts';

type Strike = (kind: FaultKind, target: FaultTarget) => boolean;

interface Place {
  readonly state: IteratorState;
  readonly stream: Stream;
  readonly shard: Shard;
}

/**
 * The answer of a GetRecords that is struck, or undefined; throws AwsError for an answer that is an
 * error. A request that would fail anyway is never struck.
 */
export function faultOfRead(
  kinesis: KinesisService,
  input: unknown,
  caller: Caller,
  strikes: Strike,
): object | undefined {
  const place = placeOf(kinesis, input, caller);
  if (place === undefined) return undefined;
  const { state, stream, shard } = place;
  const target = { streamName: stream.name, shardId: shard.id };
  if (strikes('expireIterators', target)) {
    const nowMs = kinesis.clock.nowMs();
    throw iteratorExpired(Math.min(state.issuedMs, nowMs - ITERATOR_MS_MAX - 1), nowMs);
  }
  if (strikes('throttleReads', target)) throw rateExceeded(stream, shard);
  return emptyAnswer(kinesis, place, () => strikes('emptyReads', target));
}

function placeOf(kinesis: KinesisService, input: unknown, caller: Caller): Place | undefined {
  const { ShardIterator, DryRun } = input as { ShardIterator: string; DryRun?: boolean };
  const state = kinesis.iterators.decode(ShardIterator);
  if (state === undefined || DryRun === true) return undefined;
  if (kinesis.clock.nowMs() - state.issuedMs > ITERATOR_MS_MAX) return undefined;
  const stream = kinesis.catalog.findById(state.streamId);
  const shard = stream?.shards[state.shardIndex];
  if (stream === undefined || shard === undefined) return undefined;
  const isCallers = stream.region === caller.region && stream.account === caller.account;
  return isCallers ? { state, stream, shard } : undefined;
}

/** As the service answers now and then: nothing, though there is more, and an iterator to go on with. */
function emptyAnswer(
  kinesis: KinesisService,
  { state, stream, shard }: Place,
  strikes: () => boolean,
): object | undefined {
  const { records } = kinesis.reader.read(stream, shard, {
    from: state.position,
    recordsMax: 1,
    bytesMax: 1,
  });
  const [next] = records;
  if (next === undefined || !strikes()) return undefined;
  const nowMs = kinesis.clock.nowMs();
  return {
    Records: [],
    NextShardIterator: kinesis.iterators.encode({ ...state, issuedMs: nowMs }),
    MillisBehindLatest: Math.max(1, nowMs - next.arrivedMs),
  };
}
