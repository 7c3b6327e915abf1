import { LIST_SHARDS_MAX, NEXT_TOKEN_MS_MAX } from '../../limits.ts';
import { AwsError } from '../../wire/awsError.ts';
import { type Caller, operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { describeShard } from '../descriptions.ts';
import { nextToken, shardId, streamAddress } from '../inputShapes.ts';
import type { KinesisService } from '../service.ts';
import { filterShards, SHARD_FILTER_TYPES, type ShardFilter } from '../shardFilter.ts';
import { readableShards, shardIndexAfter } from '../shardListing.ts';
import type { Shard, Stream } from '../state.ts';
import { findStream } from '../streamAddress.ts';

const input = shapes.structure({
  ExclusiveStartShardId: shardId,
  MaxResults: shapes.integer({ min: 1, max: 10_000 }),
  NextToken: nextToken,
  StreamCreationTimestamp: shapes.timestamp(),
  ...streamAddress,
  ShardFilter: shapes.structure({
    Type: shapes.required(shapes.enumeration(...SHARD_FILTER_TYPES)),
    ShardId: shardId,
    Timestamp: shapes.timestamp(),
  }),
});

type Input = shapes.Value<typeof input>;

/** What a page token continues. */
interface Listing {
  readonly streamId: number;
  readonly fromIndex: number;
  readonly filter?: ShardFilter | undefined;
  readonly issuedMs: number;
}

export const listShards = operation<KinesisService>()({
  name: 'ListShards',
  input,

  run(kinesis, request, caller) {
    const { listing, stream } =
      request.NextToken === undefined
        ? start(kinesis, request, caller)
        : resume(kinesis, request, request.NextToken);
    const shards = selectShards(kinesis, stream, listing);
    const pageSize = Math.min(request.MaxResults ?? LIST_SHARDS_MAX, LIST_SHARDS_MAX);
    const following = shards[pageSize];
    return {
      Shards: shards.slice(0, pageSize).map(describeShard),
      NextToken:
        following &&
        tokenOf(kinesis, {
          ...listing,
          fromIndex: following.index,
          issuedMs: kinesis.clock.nowMs(),
        }),
    };
  },
});

function start(
  kinesis: KinesisService,
  request: Input,
  caller: Caller,
): { listing: Listing; stream: Stream } {
  if (request.StreamName === undefined && request.StreamARN === undefined) {
    throw new AwsError(
      'InvalidArgumentException',
      'Either NextToken or StreamName should be provided.',
    );
  }
  const stream = findStream(kinesis, request, caller);
  const { StreamCreationTimestamp: createdMs } = request;
  const createdSeconds = Math.floor(stream.details.createdMs / 1000);
  if (createdMs !== undefined && Math.floor(createdMs / 1000) !== createdSeconds) {
    throw kinesis.catalog.notFound(stream);
  }
  return {
    stream,
    listing: {
      streamId: stream.id,
      fromIndex: shardIndexAfter(stream, request.ExclusiveStartShardId),
      filter: request.ShardFilter,
      issuedMs: kinesis.clock.nowMs(),
    },
  };
}

function resume(
  kinesis: KinesisService,
  request: Input,
  token: string,
): { listing: Listing; stream: Stream } {
  const excluded = [
    'StreamName',
    'StreamARN',
    'ExclusiveStartShardId',
    'StreamCreationTimestamp',
    'ShardFilter',
  ] as const;
  for (const name of excluded) {
    if (request[name] === undefined) continue;
    throw new AwsError(
      'InvalidArgumentException',
      `NextToken and ${name} cannot be provided together.`,
    );
  }
  const listing = listingOf(kinesis, token);
  if (kinesis.clock.nowMs() - listing.issuedMs > NEXT_TOKEN_MS_MAX) {
    throw new AwsError('ExpiredNextTokenException', 'The NextToken has expired.');
  }
  const stream = kinesis.catalog.findById(listing.streamId);
  if (stream === undefined) {
    throw new AwsError('ResourceNotFoundException', 'The stream of this NextToken was deleted.');
  }
  return { listing, stream };
}

function selectShards(kinesis: KinesisService, stream: Stream, listing: Listing): readonly Shard[] {
  const shards = readableShards(stream).filter((shard) => shard.index >= listing.fromIndex);
  if (listing.filter === undefined) return shards;
  return filterShards(kinesis, stream, shards, listing.filter);
}

function tokenOf(kinesis: KinesisService, listing: Listing): string {
  return kinesis.sealer.seal(Buffer.from(JSON.stringify({ listing })));
}

function listingOf(kinesis: KinesisService, token: string): Listing {
  const plain = kinesis.sealer.open(token);
  // Sealed text is JSON or a shard iterator, which starts with its kind.
  const isText = plain?.[0] === '{'.charCodeAt(0);
  const { listing } = isText ? (JSON.parse(plain.toString()) as { listing?: Listing }) : {};
  if (listing !== undefined) return listing;
  throw new AwsError('InvalidArgumentException', 'The NextToken is invalid.');
}
