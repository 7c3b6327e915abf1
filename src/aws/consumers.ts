import {
  type Consumer,
  DeregisterStreamConsumerCommand,
  DescribeStreamConsumerCommand,
  DescribeStreamSummaryCommand,
  ListStreamConsumersCommand,
  RegisterStreamConsumerCommand,
  type StartingPosition,
  SubscribeToShardCommand,
  type SubscribeToShardEvent,
} from '@aws-sdk/client-kinesis';
import type { StartPosition } from '../formats/position.ts';
import { call } from './call.ts';
import type { Clients } from './clients.ts';
import { type CallContext, translateError } from './errors.ts';
import type {
  ConnectionTarget,
  ConsumerInfo,
  ConsumersService,
  Page,
  PageOptions,
  PushedRecords,
  SubscribeRequest,
} from './service.ts';
import { streamRecord } from './streamRecord.ts';

/** Enhanced fan-out through the SDK. */
export class KinesisConsumers implements ConsumersService {
  private readonly clients: Clients;
  private readonly target: ConnectionTarget;

  constructor(clients: Clients, target: ConnectionTarget) {
    this.clients = clients;
    this.target = target;
  }

  async listConsumers(streamName: string, options: PageOptions): Promise<Page<ConsumerInfo>> {
    const command = new ListStreamConsumersCommand({
      StreamARN: await this.streamArn(streamName, options.signal),
      ...(options.next === undefined ? {} : { NextToken: options.next }),
    });
    const answer = await call(
      (abort) => this.clients.kinesis.send(command, abort),
      this.context('ListStreamConsumers'),
      options.signal,
    );
    return { items: (answer.Consumers ?? []).map(consumerInfo), next: answer.NextToken };
  }

  async registerConsumer(
    streamName: string,
    consumerName: string,
    signal: AbortSignal,
  ): Promise<string> {
    const command = new RegisterStreamConsumerCommand({
      StreamARN: await this.streamArn(streamName, signal),
      ConsumerName: consumerName,
    });
    const answer = await call(
      (abort) => this.clients.kinesis.send(command, abort),
      this.context('RegisterStreamConsumer'),
      signal,
    );
    return answer.Consumer?.ConsumerARN ?? '';
  }

  async isConsumerActive(consumerArn: string, signal: AbortSignal): Promise<boolean> {
    const command = new DescribeStreamConsumerCommand({ ConsumerARN: consumerArn });
    const answer = await call(
      (abort) => this.clients.kinesis.send(command, abort),
      this.context('DescribeStreamConsumer'),
      signal,
    );
    return answer.ConsumerDescription?.ConsumerStatus === 'ACTIVE';
  }

  async deregisterConsumer(consumerArn: string, signal: AbortSignal): Promise<void> {
    const command = new DeregisterStreamConsumerCommand({ ConsumerARN: consumerArn });
    await call(
      (abort) => this.clients.kinesis.send(command, abort),
      this.context('DeregisterStreamConsumer'),
      signal,
    );
  }

  async *subscribe(
    request: SubscribeRequest,
    signal: AbortSignal,
  ): AsyncGenerator<PushedRecords, void, undefined> {
    const leaving = new AbortController();
    const leave = (): void => leaving.abort(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    const command = new SubscribeToShardCommand({
      ConsumerARN: request.consumerArn,
      ShardId: request.shardId,
      StartingPosition: startingPosition(request.position),
    });
    const context = this.context('SubscribeToShard');
    try {
      const abortSignal = leaving.signal;
      const answer = await call(
        () => this.clients.subscriber.send(command, { abortSignal }),
        context,
        signal,
      );
      for await (const { SubscribeToShardEvent: event } of answer.EventStream ?? []) {
        signal.throwIfAborted();
        if (event) yield pushedRecords(event);
      }
    } catch (error) {
      signal.throwIfAborted();
      throw translateError(error, context);
    } finally {
      signal.removeEventListener('abort', leave);
      // Whoever stops asking leaves the line; the SDK closes it only by this signal.
      leaving.abort();
    }
    signal.throwIfAborted();
  }

  private async streamArn(streamName: string, signal: AbortSignal): Promise<string> {
    const command = new DescribeStreamSummaryCommand({ StreamName: streamName });
    const answer = await call(
      (abort) => this.clients.kinesis.send(command, abort),
      this.context('DescribeStreamSummary'),
      signal,
    );
    return answer.StreamDescriptionSummary?.StreamARN ?? '';
  }

  private context(operation: string): CallContext {
    return { target: this.target, action: `kinesis:${operation}` };
  }
}

function consumerInfo(consumer: Consumer): ConsumerInfo {
  return {
    name: consumer.ConsumerName ?? '',
    arn: consumer.ConsumerARN ?? '',
    status: consumer.ConsumerStatus ?? '',
    createdMs: consumer.ConsumerCreationTimestamp?.getTime() ?? 0,
  };
}

function pushedRecords(event: SubscribeToShardEvent): PushedRecords {
  const children = event.ChildShards ?? [];
  return {
    records: (event.Records ?? []).map(streamRecord),
    millisBehindLatest: event.MillisBehindLatest,
    // At the end of a shard the service sends an empty text, or nothing at all.
    continuationSequenceNumber:
      event.ContinuationSequenceNumber === '' ? undefined : event.ContinuationSequenceNumber,
    childShardIds: children.flatMap(({ ShardId }) => ShardId ?? []),
  };
}

function startingPosition(position: StartPosition): StartingPosition {
  switch (position.type) {
    case 'LATEST':
    case 'TRIM_HORIZON':
      return { Type: position.type };
    case 'AT_TIMESTAMP':
      return { Type: position.type, Timestamp: new Date(position.timestampMs) };
    case 'AT_SEQUENCE_NUMBER':
    case 'AFTER_SEQUENCE_NUMBER':
      return { Type: position.type, SequenceNumber: position.sequenceNumber };
  }
}
