import { LIST_CONSUMERS_MAX, NEXT_TOKEN_MS_MAX } from '../../limits.ts';
import { AwsError } from '../../wire/awsError.ts';
import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { describeConsumer } from '../consumerDescriptions.ts';
import type { Consumer } from '../consumers.ts';
import { nextToken, streamAddress } from '../inputShapes.ts';
import type { KinesisService } from '../service.ts';
import type { Stream } from '../state.ts';
import { findStream } from '../streamAddress.ts';

/** What a page token continues. */
interface Listing {
  readonly streamId: number;
  /** The name of the last consumer that was shown. */
  readonly after: string;
  readonly issuedMs: number;
}

export const listStreamConsumers = operation<KinesisService>()({
  name: 'ListStreamConsumers',
  input: shapes.structure({
    StreamARN: shapes.required(streamAddress.StreamARN),
    NextToken: nextToken,
    MaxResults: shapes.integer({ min: 1, max: 10_000 }),
    StreamCreationTimestamp: shapes.timestamp(),
    StreamId: streamAddress.StreamId,
  }),

  run(kinesis, input, caller) {
    const { NextToken: token, StreamCreationTimestamp: createdMs } = input;
    if (token !== undefined && createdMs !== undefined) {
      throw new AwsError(
        'InvalidArgumentException',
        'NextToken and StreamCreationTimestamp cannot be provided together.',
      );
    }
    const stream = findStream(kinesis, { StreamARN: input.StreamARN }, caller);
    if (createdMs !== undefined && seconds(createdMs) !== seconds(stream.details.createdMs)) {
      throw kinesis.catalog.notFound(stream);
    }
    const after = token === undefined ? '' : resume(kinesis, stream, token);
    const consumers = kinesis.consumers.of(stream).filter(({ name }) => name > after);
    const page = consumers.slice(0, Math.min(input.MaxResults ?? Infinity, LIST_CONSUMERS_MAX));
    return {
      Consumers: page.map(describeConsumer),
      NextToken:
        page.length < consumers.length ? tokenAfter(kinesis, stream, page.at(-1)) : undefined,
    };
  },
});

function tokenAfter(kinesis: KinesisService, stream: Stream, last: Consumer | undefined): string {
  const listing: Listing = {
    streamId: stream.id,
    after: last?.name ?? '',
    issuedMs: kinesis.clock.nowMs(),
  };
  return kinesis.sealer.seal(Buffer.from(JSON.stringify({ consumers: listing })));
}

function resume(kinesis: KinesisService, stream: Stream, token: string): string {
  const listing = listingOf(kinesis, token);
  if (listing?.streamId !== stream.id) {
    throw new AwsError('InvalidArgumentException', 'The NextToken is invalid.');
  }
  if (kinesis.clock.nowMs() - listing.issuedMs > NEXT_TOKEN_MS_MAX) {
    throw new AwsError('ExpiredNextTokenException', 'The NextToken has expired.');
  }
  return listing.after;
}

/** Undefined for a token of another listing, or a shard iterator, which is no text. */
function listingOf(kinesis: KinesisService, token: string): Listing | undefined {
  const plain = kinesis.sealer.open(token);
  if (plain?.[0] !== '{'.charCodeAt(0)) return undefined;
  return (JSON.parse(plain.toString()) as { consumers?: Listing }).consumers;
}

function seconds(epochMs: number): number {
  return Math.floor(epochMs / 1000);
}
