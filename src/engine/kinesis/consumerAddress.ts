import { AwsError } from '../wire/awsError.ts';
import type { Caller } from '../wire/operation.ts';
import * as shapes from '../wire/shapes.ts';
import type { Consumer } from './consumers.ts';
import { streamAddress } from './inputShapes.ts';
import type { KinesisService } from './service.ts';
import { findStream } from './streamAddress.ts';

export const consumerName = shapes.string({
  minLength: 1,
  maxLength: 128,
  pattern: '[a-zA-Z0-9_.-]+',
});

export const consumerArn = shapes.string({
  minLength: 1,
  maxLength: 2048,
  pattern:
    '^(arn):aws.*:kinesis:.*:\\d{12}:.*stream\\/[a-zA-Z0-9_.-]+\\/consumer\\/[a-zA-Z0-9_.-]+:[0-9]+',
});

/** A consumer by its ARN, or by its stream's ARN and its own name. */
export const consumerAddress = {
  StreamARN: streamAddress.StreamARN,
  ConsumerName: consumerName,
  ConsumerARN: consumerArn,
  StreamId: streamAddress.StreamId,
} as const;

export interface ConsumerAddress {
  readonly StreamARN?: string;
  readonly ConsumerName?: string;
  readonly ConsumerARN?: string;
}

const ARN = /^(arn:[^:]*:kinesis:[^:]*:\d{12}:stream\/[^/]+)\/consumer\/([^/:]+):\d+$/;

/** Throws AwsError when the address is incomplete or names no consumer. */
export function findConsumer(
  kinesis: KinesisService,
  address: ConsumerAddress,
  caller: Caller,
): Consumer {
  const { ConsumerARN: arn, ConsumerName: name, StreamARN: streamArn } = address;
  if (arn !== undefined) {
    const consumer = findByArn(kinesis, arn, caller);
    const isOther =
      (name !== undefined && name !== consumer.name) ||
      (streamArn !== undefined && streamArn !== consumer.stream.arn);
    if (!isOther) return consumer;
    throw new AwsError(
      'InvalidArgumentException',
      `ConsumerARN ${arn} does not agree with the StreamARN and ConsumerName beside it.`,
    );
  }
  if (name === undefined || streamArn === undefined) {
    throw new AwsError(
      'InvalidArgumentException',
      'Either ConsumerARN or both StreamARN and ConsumerName must be provided.',
    );
  }
  const stream = findStream(kinesis, { StreamARN: streamArn }, caller);
  const consumer = kinesis.consumers.find(stream, name);
  if (consumer === undefined) throw notFound(name, caller);
  return consumer;
}

function findByArn(kinesis: KinesisService, arn: string, caller: Caller): Consumer {
  const [, streamArn, name] = ARN.exec(arn) ?? [];
  if (streamArn === undefined || name === undefined) {
    throw new AwsError('InvalidArgumentException', `${arn} is not the ARN of a consumer.`);
  }
  const stream = findStream(kinesis, { StreamARN: streamArn }, caller);
  const consumer = kinesis.consumers.find(stream, name);
  // Registered again under the same name, a consumer has another ARN.
  if (consumer?.arn !== arn) throw notFound(arn, caller);
  return consumer;
}

function notFound(consumer: string, caller: Caller): AwsError {
  return new AwsError(
    'ResourceNotFoundException',
    `Consumer ${consumer}, account ${caller.account} not found.`,
  );
}
