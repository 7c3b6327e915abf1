import { type Clock, sleep } from '../../base/clock.ts';
import { ExpectedError } from '../../base/errors.ts';
import type { HashKeyRange } from '../../formats/hashKey.ts';
import { ACTIVE_POLLS_MAX, ACTIVE_POLL_MS, RESHARDS_MAX, SHARD_PAGES_MAX } from '../limits.ts';
import type { SourceShard } from '../source.ts';
import { costOf, planLayout } from './shardLayout.ts';

/** The calls that making a stream takes, whose shapes the `StreamsService` of the aws room has. */
export interface StreamMaker {
  createStream(
    options: { streamName: string; mode: 'PROVISIONED'; shardCount: number },
    signal: AbortSignal,
  ): Promise<void>;
  describeStreamSummary(name: string, signal: AbortSignal): Promise<{ readonly status: string }>;
  listShards(
    streamName: string,
    options: { readonly signal: AbortSignal; readonly next?: string | undefined },
  ): Promise<{ readonly items: readonly SourceShard[]; readonly next: string | undefined }>;
  splitShard(
    request: { streamName: string; shardId: string; startingHashKey: string },
    signal: AbortSignal,
  ): Promise<void>;
  mergeShards(
    request: { streamName: string; shardId: string; adjacentShardId: string },
    signal: AbortSignal,
  ): Promise<void>;
}

/**
 * Makes a stream whose open shards have these hash key ranges, and gives them. `tell` hears how many
 * steps are done. Throws `unsupported` when it would take too many.
 */
export async function makeStream(options: {
  readonly maker: StreamMaker;
  readonly streamName: string;
  readonly ranges: readonly HashKeyRange[];
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly tell: (done: number, steps: number) => void;
}): Promise<OpenShard[]> {
  const { maker, streamName, ranges, clock, signal, tell } = options;
  const plan = planLayout(ranges);
  const reshards = costOf(plan);
  if (reshards > RESHARDS_MAX) {
    const message = `The ${ranges.length} shards have hash ranges that take ${reshards} reshards to make, more than ${RESHARDS_MAX}.`;
    throw new ExpectedError('unsupported', message);
  }
  const { shardCount } = plan;
  await maker.createStream({ streamName, mode: 'PROVISIONED', shardCount }, signal);
  await active(maker, { streamName, clock, signal });
  let done = 0;
  for (const boundary of [...plan.merges, ...plan.splits]) {
    tell(done++, reshards);
    const shards = await openShards(maker, streamName, signal);
    await moveBoundary(maker, { streamName, shards, boundary, signal });
    await active(maker, { streamName, clock, signal });
  }
  return openShards(maker, streamName, signal);
}

/** Takes the boundary between two shards away, or puts one into a shard that has none there. */
async function moveBoundary(
  maker: StreamMaker,
  {
    streamName,
    shards,
    boundary,
    signal,
  }: {
    streamName: string;
    shards: readonly OpenShard[];
    boundary: bigint;
    signal: AbortSignal;
  },
): Promise<void> {
  const startingHashKey = String(boundary);
  const right = shards.find((shard) => shard.startingHashKey === startingHashKey);
  const left = shards.find(
    ({ startingHashKey: start, endingHashKey: end }) =>
      BigInt(start) < boundary && (BigInt(end) >= boundary || BigInt(end) === boundary - 1n),
  );
  if (!left) throw new ExpectedError('serviceFailed', `No shard of ${streamName} can be resharded`);
  const { shardId } = left;
  if (right) {
    const request = { streamName, shardId, adjacentShardId: right.shardId };
    await maker.mergeShards(request, signal);
  } else {
    await maker.splitShard({ streamName, shardId, startingHashKey }, signal);
  }
}

export type OpenShard = Required<
  Pick<SourceShard, 'shardId' | 'startingHashKey' | 'endingHashKey'>
>;

/** The open shards of a stream with their hash keys. */
export async function openShards(
  maker: Pick<StreamMaker, 'listShards'>,
  streamName: string,
  signal: AbortSignal,
): Promise<OpenShard[]> {
  const open: OpenShard[] = [];
  let next: string | undefined;
  for (let page = 0; page < SHARD_PAGES_MAX; page++) {
    const answer = await maker.listShards(streamName, { signal, next });
    for (const shard of answer.items) {
      const { shardId, startingHashKey, endingHashKey, endingSequenceNumber } = shard;
      if (endingSequenceNumber !== undefined) continue;
      if (startingHashKey === undefined || endingHashKey === undefined) continue;
      open.push({ shardId, startingHashKey, endingHashKey });
    }
    next = answer.next;
    if (next === undefined) break;
  }
  return open;
}

async function active(
  maker: StreamMaker,
  { streamName, clock, signal }: { streamName: string; clock: Clock; signal: AbortSignal },
): Promise<void> {
  for (let poll = 0; poll < ACTIVE_POLLS_MAX; poll++) {
    const { status } = await maker.describeStreamSummary(streamName, signal);
    if (status === 'ACTIVE') return;
    await sleep(clock, ACTIVE_POLL_MS, signal);
  }
  throw new ExpectedError('serviceFailed', `The stream ${streamName} does not become ACTIVE.`);
}
