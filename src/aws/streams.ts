import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DescribeStreamCommand,
  type DescribeStreamCommandOutput,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  type ListStreamsCommandOutput,
  ListShardsCommand,
  ListStreamsCommand,
  MergeShardsCommand,
  PutRecordCommand,
  PutRecordsCommand,
  type PutRecordsResultEntry,
  type Shard,
  SplitShardCommand,
  type StreamModeDetails,
} from '@aws-sdk/client-kinesis';

import { call } from './call.ts';
import type { Clients } from './clients.ts';
import { type CallContext, translateError } from './errors.ts';
import { DESCRIBE_STREAM_PAGES_MAX } from './limits.ts';
import { toPlainJson } from './plainJson.ts';
import type {
  ConnectionTarget,
  CreateStreamOptions,
  IteratorRequest,
  MergeRequest,
  Page,
  PageOptions,
  PutReceipt,
  PutResult,
  RecordBatch,
  RecordToPut,
  ShardInfo,
  SplitRequest,
  StreamDetail,
  StreamMode,
  StreamSummary,
  StreamsService,
} from './service.ts';
import { streamRecord } from './streamRecord.ts';

/** Kinesis Data Streams through the SDK. */
export class KinesisStreams implements StreamsService {
  private readonly clients: Clients;
  private readonly target: ConnectionTarget;

  constructor(clients: Clients, target: ConnectionTarget) {
    this.clients = clients;
    this.target = target;
  }

  async listStreams(options: PageOptions): Promise<Page<StreamSummary>> {
    const command = new ListStreamsCommand({
      ...(options.limit === undefined ? {} : { Limit: options.limit }),
      ...fromToken(options.next),
    });
    const answer = await call(
      (abort) => this.clients.kinesis.send(command, abort),
      this.context('ListStreams'),
      options.signal,
    );
    return { items: streamSummaries(answer), next: nextToken(answer) };
  }

  async describeStreamSummary(streamName: string, signal: AbortSignal): Promise<StreamDetail> {
    const command = new DescribeStreamSummaryCommand({ StreamName: streamName });
    const answer = await call(
      (abort) => this.clients.kinesis.send(command, abort),
      this.context('DescribeStreamSummary'),
      signal,
    );
    const summary = answer.StreamDescriptionSummary;
    return {
      name: summary?.StreamName ?? streamName,
      arn: summary?.StreamARN ?? '',
      status: summary?.StreamStatus ?? '',
      mode: streamMode(summary?.StreamModeDetails),
      openShardCount: summary?.OpenShardCount ?? 0,
      retentionHours: summary?.RetentionPeriodHours ?? 0,
      consumerCount: summary?.ConsumerCount ?? 0,
      createdMs: summary?.StreamCreationTimestamp?.getTime() ?? 0,
      encryptionType: summary?.EncryptionType,
    };
  }

  async describeStream(streamName: string, signal: AbortSignal): Promise<object> {
    const first = await this.describePage(streamName, undefined, signal);
    const shards = [...(first?.Shards ?? [])];
    let hasMore = first?.HasMoreShards ?? false;
    for (let page = 1; hasMore && page < DESCRIBE_STREAM_PAGES_MAX; page++) {
      const next = await this.describePage(streamName, shards.at(-1)?.ShardId, signal);
      shards.push(...(next?.Shards ?? []));
      hasMore = (next?.HasMoreShards ?? false) && (next?.Shards ?? []).length > 0;
    }
    return toPlainJson({ ...first, Shards: shards, HasMoreShards: hasMore });
  }

  async listShards(streamName: string, options: PageOptions): Promise<Page<ShardInfo>> {
    const command = new ListShardsCommand({
      ...(options.next === undefined ? { StreamName: streamName } : { NextToken: options.next }),
      ...(options.limit === undefined ? {} : { MaxResults: options.limit }),
    });
    const answer = await call(
      (abort) => this.clients.kinesis.send(command, abort),
      this.context('ListShards'),
      options.signal,
    );
    return { items: (answer.Shards ?? []).map(shardInfo), next: answer.NextToken };
  }

  async createStream(options: CreateStreamOptions, signal: AbortSignal): Promise<void> {
    const command = new CreateStreamCommand({
      StreamName: options.streamName,
      StreamModeDetails: { StreamMode: options.mode },
      ...(options.shardCount === undefined ? {} : { ShardCount: options.shardCount }),
    });
    await call(
      (abort) => this.clients.kinesis.send(command, abort),
      this.context('CreateStream'),
      signal,
    );
  }

  async deleteStream(streamName: string, signal: AbortSignal): Promise<void> {
    const command = new DeleteStreamCommand({
      StreamName: streamName,
      EnforceConsumerDeletion: true,
    });
    await call(
      (abort) => this.clients.kinesis.send(command, abort),
      this.context('DeleteStream'),
      signal,
    );
  }

  async putRecord(
    streamName: string,
    record: RecordToPut,
    signal: AbortSignal,
  ): Promise<PutReceipt> {
    const command = new PutRecordCommand({
      StreamName: streamName,
      Data: record.data,
      PartitionKey: record.partitionKey,
      ...(record.explicitHashKey === undefined ? {} : { ExplicitHashKey: record.explicitHashKey }),
    });
    const answer = await call(
      (abort) => this.clients.kinesis.send(command, abort),
      this.context('PutRecord'),
      signal,
    );
    return { shardId: answer.ShardId ?? '', sequenceNumber: answer.SequenceNumber ?? '' };
  }

  async putRecords(
    streamName: string,
    records: readonly RecordToPut[],
    signal: AbortSignal,
  ): Promise<PutResult[]> {
    const command = new PutRecordsCommand({
      StreamName: streamName,
      Records: records.map(({ data, partitionKey, explicitHashKey }) => ({
        Data: data,
        PartitionKey: partitionKey,
        ...(explicitHashKey === undefined ? {} : { ExplicitHashKey: explicitHashKey }),
      })),
    });
    const context = this.context('PutRecords');
    const answer = await call((abort) => this.clients.reader.send(command, abort), context, signal);
    return (answer.Records ?? []).map((entry) => putResult(entry, context));
  }

  async splitShard(request: SplitRequest, signal: AbortSignal): Promise<void> {
    const command = new SplitShardCommand({
      StreamName: request.streamName,
      ShardToSplit: request.shardId,
      NewStartingHashKey: request.startingHashKey,
    });
    await call(
      (abort) => this.clients.kinesis.send(command, abort),
      this.context('SplitShard'),
      signal,
    );
  }

  async mergeShards(request: MergeRequest, signal: AbortSignal): Promise<void> {
    const command = new MergeShardsCommand({
      StreamName: request.streamName,
      ShardToMerge: request.shardId,
      AdjacentShardToMerge: request.adjacentShardId,
    });
    await call(
      (abort) => this.clients.kinesis.send(command, abort),
      this.context('MergeShards'),
      signal,
    );
  }

  async getShardIterator(request: IteratorRequest, signal: AbortSignal): Promise<string> {
    const command = new GetShardIteratorCommand({
      StreamName: request.streamName,
      ShardId: request.shardId,
      ...iteratorArguments(request),
    });
    const answer = await call(
      (abort) => this.clients.reader.send(command, abort),
      this.context('GetShardIterator'),
      signal,
    );
    return answer.ShardIterator ?? '';
  }

  async getRecords(
    request: { iterator: string; limit?: number },
    signal: AbortSignal,
  ): Promise<RecordBatch> {
    const command = new GetRecordsCommand({
      ShardIterator: request.iterator,
      ...(request.limit === undefined ? {} : { Limit: request.limit }),
    });
    const answer = await call(
      (abort) => this.clients.reader.send(command, abort),
      this.context('GetRecords'),
      signal,
    );
    return {
      records: (answer.Records ?? []).map(streamRecord),
      nextIterator: answer.NextShardIterator,
      millisBehindLatest: answer.MillisBehindLatest,
      childShardIds: (answer.ChildShards ?? []).flatMap(({ ShardId }) => ShardId ?? []),
    };
  }

  private async describePage(
    streamName: string,
    after: string | undefined,
    signal: AbortSignal,
  ): Promise<DescribeStreamCommandOutput['StreamDescription']> {
    const command = new DescribeStreamCommand({
      StreamName: streamName,
      ...(after === undefined ? {} : { ExclusiveStartShardId: after }),
    });
    const answer = await call(
      (abort) => this.clients.kinesis.send(command, abort),
      this.context('DescribeStream'),
      signal,
    );
    return answer.StreamDescription;
  }

  private context(operation: string): CallContext {
    return { target: this.target, action: `kinesis:${operation}` };
  }
}

// Older servers page ListStreams only by the last name, so our token says which of the two it is.
function nextToken(answer: ListStreamsCommandOutput): string | undefined {
  if (answer.HasMoreStreams !== true) return undefined;
  if (answer.NextToken !== undefined) return `token:${answer.NextToken}`;
  const lastName = answer.StreamNames?.at(-1);
  return lastName === undefined ? undefined : `after:${lastName}`;
}

function fromToken(next: string | undefined): {
  NextToken?: string;
  ExclusiveStartStreamName?: string;
} {
  if (next === undefined) return {};
  if (next.startsWith('token:')) return { NextToken: next.slice('token:'.length) };
  return { ExclusiveStartStreamName: next.slice('after:'.length) };
}

/** Servers that know no StreamSummaries give at least the names. */
function streamSummaries(answer: ListStreamsCommandOutput): StreamSummary[] {
  const summaries = new Map(answer.StreamSummaries?.map((item) => [item.StreamName, item]));
  return (answer.StreamNames ?? []).map((name) => {
    const summary = summaries.get(name);
    return {
      name,
      arn: summary?.StreamARN ?? '',
      status: summary?.StreamStatus ?? '',
      mode: streamMode(summary?.StreamModeDetails),
    };
  });
}

function streamMode(details: StreamModeDetails | undefined): StreamMode | undefined {
  return details?.StreamMode;
}

function shardInfo(shard: Shard): ShardInfo {
  return {
    shardId: shard.ShardId ?? '',
    startingHashKey: shard.HashKeyRange?.StartingHashKey ?? '',
    endingHashKey: shard.HashKeyRange?.EndingHashKey ?? '',
    startingSequenceNumber: shard.SequenceNumberRange?.StartingSequenceNumber ?? '',
    endingSequenceNumber: shard.SequenceNumberRange?.EndingSequenceNumber,
    parentShardIds: [shard.ParentShardId, shard.AdjacentParentShardId].flatMap((id) => id ?? []),
  };
}

function putResult(entry: PutRecordsResultEntry, context: CallContext): PutResult {
  if (entry.ErrorCode === undefined) {
    return { shardId: entry.ShardId ?? '', sequenceNumber: entry.SequenceNumber ?? '' };
  }
  const failure = Object.assign(new Error(entry.ErrorMessage), { name: entry.ErrorCode });
  const { code, message } = translateError(failure, context);
  return { problem: { code, message } };
}

function iteratorArguments(
  request: IteratorRequest,
): Pick<
  GetShardIteratorCommandInput,
  'ShardIteratorType' | 'StartingSequenceNumber' | 'Timestamp'
> {
  const { position } = request;
  switch (position.type) {
    case 'LATEST':
    case 'TRIM_HORIZON':
      return { ShardIteratorType: position.type };
    case 'AT_TIMESTAMP':
      return { ShardIteratorType: position.type, Timestamp: new Date(position.timestampMs) };
    case 'AT_SEQUENCE_NUMBER':
    case 'AFTER_SEQUENCE_NUMBER':
      return {
        ShardIteratorType: position.type,
        StartingSequenceNumber: position.sequenceNumber,
      };
  }
}
