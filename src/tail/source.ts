/**
 * What the tail reads from: three calls, whose shapes the `StreamsService` of the aws room has, and
 * perhaps push. Every call fails with an `ExpectedError` and ends when its signal aborts.
 */
import type { StartPosition } from '../formats/position.ts';
import type { AggregatePlace } from '../protocol/webview/decoded.ts';

export interface TailSource {
  listShards(
    streamName: string,
    options: { readonly signal: AbortSignal; readonly next?: string | undefined },
  ): Promise<{ readonly items: readonly SourceShard[]; readonly next: string | undefined }>;
  getShardIterator(
    request: {
      readonly streamName: string;
      readonly shardId: string;
      readonly position: StartPosition;
    },
    signal: AbortSignal,
  ): Promise<string>;
  getRecords(
    request: { readonly iterator: string; readonly limit?: number },
    signal: AbortSignal,
  ): Promise<SourceBatch>;
  /** Undefined where a tail can only poll. */
  readonly push?: PushSource;
}

/** Push needs a consumer that is registered with the stream, and one subscription a shard. */
export interface PushSource {
  /** Resolves with the ARN of a consumer that is on its way to be ACTIVE. */
  registerConsumer(streamName: string, consumerName: string, signal: AbortSignal): Promise<string>;
  /** Rejects with `notFound` when it is not registered, or no longer. */
  isConsumerActive(consumerArn: string, signal: AbortSignal): Promise<boolean>;
  deregisterConsumer(consumerArn: string, signal: AbortSignal): Promise<void>;
  /**
   * What is put from `position` on, until the service ends the subscription, which it does after
   * five minutes. Nothing is taken from the wire while nobody asks for the next batch; who stops
   * asking leaves. Another subscription within five seconds is refused with `resourceInUse`.
   */
  subscribe(
    request: {
      readonly consumerArn: string;
      readonly shardId: string;
      readonly position: StartPosition;
    },
    signal: AbortSignal,
  ): AsyncIterable<PushedBatch>;
}

export interface PushedBatch {
  readonly records: readonly SourceRecord[];
  readonly millisBehindLatest: number | undefined;
  /** To go on after; it advances even without records. Undefined at the end of a closed shard. */
  readonly continuationSequenceNumber: string | undefined;
  /** At the end of a closed shard: the shards that continue it. */
  readonly childShardIds: readonly string[];
}

export interface SourceShard {
  readonly shardId: string;
  /** Undefined while the shard is open. */
  readonly endingSequenceNumber: string | undefined;
  /** None, one (split) or two (merge). */
  readonly parentShardIds: readonly string[];
  /** Decimal hash keys, inclusive; unknown of a shard that only its parent has told of. */
  readonly startingHashKey?: string;
  readonly endingHashKey?: string;
  readonly startingSequenceNumber?: string;
}

export interface SourceRecord {
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  /** Epoch milliseconds. */
  readonly arrivalMs: number;
  readonly data: Uint8Array;
  readonly encryptionType: string | undefined;
  /** Only of user records that an aggregate brought; the service does not tell of others. */
  readonly explicitHashKey?: string;
  readonly aggregate?: AggregatePlace;
}

export interface SourceBatch {
  readonly records: readonly SourceRecord[];
  /** Undefined at the end of a closed shard. */
  readonly nextIterator: string | undefined;
  readonly millisBehindLatest: number | undefined;
  /** At the end of a closed shard: the shards that continue it. */
  readonly childShardIds: readonly string[];
}
