/**
 * What the rest of the extension knows of AWS. The classes behind these interfaces live beside this
 * file and are the only code that imports the SDK; they load it on first use. All failures are
 * `ExpectedError`s, already translated; every call takes a signal and rejects with its reason.
 */
import type { ErrorCode } from '../base/errors.ts';
import type { Disposable } from '../base/lifecycle.ts';
import type { StartPosition } from '../formats/position.ts';

/** Where to connect. The same SDK clients serve all three; only their arguments differ. */
export type ConnectionTarget =
  /** The local engine, with credentials that mean nothing. */
  | { readonly kind: 'local'; readonly endpoint: string; readonly region: string }
  /** AWS by a profile of the shared config files, through the SDK's own provider chain. */
  | {
      readonly kind: 'aws';
      readonly profile: string;
      readonly region: string;
      /** Where the profile leads instead, see `configuredEndpoints`; nothing else is looked for. */
      readonly endpoints?: ConfiguredEndpoints;
    }
  /** Any endpoint URL; without a profile the credentials mean nothing. */
  | {
      readonly kind: 'endpoint';
      readonly endpoint: string;
      readonly region: string;
      readonly profile?: string;
    };

/** The endpoint URL of each service that has one of its own. */
export interface ConfiguredEndpoints {
  readonly kinesis?: string;
  readonly firehose?: string;
  readonly glue?: string;
}

export interface Connection extends Disposable {
  readonly streams: StreamsService;
  readonly deliveryStreams: DeliveryStreamsService;
  readonly schemas: SchemasService;
  readonly consumers: ConsumersService;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Pass it to get the next page; undefined on the last. */
  readonly next: string | undefined;
}

export interface PageOptions {
  readonly signal: AbortSignal;
  readonly next?: string | undefined;
  readonly limit?: number;
}

export interface StreamsService {
  listStreams(options: PageOptions): Promise<Page<StreamSummary>>;
  describeStreamSummary(streamName: string, signal: AbortSignal): Promise<StreamDetail>;
  /** The whole DescribeStream answer with all pages of shards, as plain JSON (dates as ISO strings). */
  describeStream(streamName: string, signal: AbortSignal): Promise<object>;
  listShards(streamName: string, options: PageOptions): Promise<Page<ShardInfo>>;
  createStream(options: CreateStreamOptions, signal: AbortSignal): Promise<void>;
  deleteStream(streamName: string, signal: AbortSignal): Promise<void>;
  putRecord(streamName: string, record: RecordToPut, signal: AbortSignal): Promise<PutReceipt>;
  /** The results are in the order of the records, which are 1 to 500. Makes no repeats of its own. */
  putRecords(
    streamName: string,
    records: readonly RecordToPut[],
    signal: AbortSignal,
  ): Promise<PutResult[]>;
  /** Both go on after they are answered; the stream is ACTIVE when they are done. */
  splitShard(request: SplitRequest, signal: AbortSignal): Promise<void>;
  mergeShards(request: MergeRequest, signal: AbortSignal): Promise<void>;
  getShardIterator(request: IteratorRequest, signal: AbortSignal): Promise<string>;
  getRecords(
    request: { iterator: string; limit?: number },
    signal: AbortSignal,
  ): Promise<RecordBatch>;
}

export interface DeliveryStreamsService {
  listDeliveryStreams(options: PageOptions): Promise<Page<string>>;
  describeDeliveryStreamSummary(name: string, signal: AbortSignal): Promise<DeliveryStreamDetail>;
  describeDeliveryStream(name: string, signal: AbortSignal): Promise<object>;
  putRecord(name: string, data: Uint8Array, signal: AbortSignal): Promise<{ recordId: string }>;
  /** An S3 destination; on the local engine the bucket is a folder. */
  createDeliveryStream(
    options: { name: string; bucketArn: string; prefix?: string; sourceStreamArn?: string },
    signal: AbortSignal,
  ): Promise<void>;
  deleteDeliveryStream(name: string, signal: AbortSignal): Promise<void>;
}

/** AWS Glue Schema Registry. */
export interface SchemasService {
  getSchemaVersion(versionId: string, signal: AbortSignal): Promise<SchemaVersion>;
}

export interface SchemaVersion {
  /** `AVRO`, `JSON` or `PROTOBUF`. */
  readonly format: string;
  readonly definition: string;
  readonly name: string;
  readonly version: number | undefined;
}

/** Enhanced fan-out: consumers of a stream, each with a throughput of its own. */
export interface ConsumersService {
  listConsumers(streamName: string, options: PageOptions): Promise<Page<ConsumerInfo>>;
  /** Resolves with the ARN; the consumer is then on its way to be ACTIVE. */
  registerConsumer(streamName: string, consumerName: string, signal: AbortSignal): Promise<string>;
  isConsumerActive(consumerArn: string, signal: AbortSignal): Promise<boolean>;
  deregisterConsumer(consumerArn: string, signal: AbortSignal): Promise<void>;
  /**
   * What the service pushes, until it ends the subscription after five minutes. Nothing is read
   * from the wire while nobody asks for more, and who stops asking leaves.
   */
  subscribe(request: SubscribeRequest, signal: AbortSignal): AsyncIterable<PushedRecords>;
}

export type StreamMode = 'PROVISIONED' | 'ON_DEMAND';

export interface StreamSummary {
  readonly name: string;
  readonly arn: string;
  readonly status: string;
  readonly mode: StreamMode | undefined;
}

export interface StreamDetail extends StreamSummary {
  readonly openShardCount: number;
  readonly retentionHours: number;
  readonly consumerCount: number;
  readonly createdMs: number;
  readonly encryptionType: string | undefined;
}

export interface ShardInfo {
  readonly shardId: string;
  /** Decimal hash keys, inclusive. */
  readonly startingHashKey: string;
  readonly endingHashKey: string;
  readonly startingSequenceNumber: string;
  /** Undefined while the shard is open. */
  readonly endingSequenceNumber: string | undefined;
  /** None, one (split) or two (merge). */
  readonly parentShardIds: readonly string[];
}

export interface CreateStreamOptions {
  readonly streamName: string;
  readonly mode: StreamMode;
  /** Needed with PROVISIONED. */
  readonly shardCount?: number;
}

export interface RecordToPut {
  readonly data: Uint8Array;
  readonly partitionKey: string;
  readonly explicitHashKey?: string;
}

export interface PutReceipt {
  readonly shardId: string;
  readonly sequenceNumber: string;
}

/** Of one record of a call: where it is, or why it is not stored. */
export type PutResult =
  PutReceipt | { readonly problem: { readonly code: ErrorCode; readonly message: string } };

export interface SplitRequest {
  readonly streamName: string;
  readonly shardId: string;
  /** Where the second of the two begins. */
  readonly startingHashKey: string;
}

export interface MergeRequest {
  readonly streamName: string;
  readonly shardId: string;
  readonly adjacentShardId: string;
}

export interface IteratorRequest {
  readonly streamName: string;
  readonly shardId: string;
  readonly position: StartPosition;
}

export interface StreamRecord {
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  /** Epoch milliseconds. */
  readonly arrivalMs: number;
  readonly data: Uint8Array;
  readonly encryptionType: string | undefined;
}

export interface RecordBatch {
  readonly records: readonly StreamRecord[];
  /** Undefined at the end of a closed shard. */
  readonly nextIterator: string | undefined;
  readonly millisBehindLatest: number | undefined;
  /** At the end of a closed shard: the shards that continue it. */
  readonly childShardIds: readonly string[];
}

export interface ConsumerInfo {
  readonly name: string;
  readonly arn: string;
  readonly status: string;
  readonly createdMs: number;
}

export interface SubscribeRequest {
  readonly consumerArn: string;
  readonly shardId: string;
  readonly position: StartPosition;
}

export interface PushedRecords {
  readonly records: readonly StreamRecord[];
  readonly millisBehindLatest: number | undefined;
  /** To go on after; it advances even without records. Undefined at the end of a closed shard. */
  readonly continuationSequenceNumber: string | undefined;
  /** At the end of a closed shard: the shards that continue it. */
  readonly childShardIds: readonly string[];
}

export interface DeliveryStreamDetail {
  readonly name: string;
  readonly arn: string;
  readonly status: string;
  /** `DirectPut` or `KinesisStreamAsSource`, … */
  readonly type: string;
  readonly sourceStreamArn: string | undefined;
  /** What the destination is, in a few words: `S3 my-bucket`, `HTTP endpoint …`. */
  readonly destination: string;
}
