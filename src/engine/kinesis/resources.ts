import type { Caller } from '../wire/operation.ts';
import { findConsumer } from './consumerAddress.ts';
import type { Consumer } from './consumers.ts';
import type { KinesisResource } from './kinesisResource.ts';
import type { KinesisService } from './service.ts';
import type { Stream } from './state.ts';
import { findStream } from './streamAddress.ts';

export function streamResource(kinesis: KinesisService, stream: Stream): KinesisResource {
  return {
    kind: 'stream',
    name: stream.name,
    account: stream.account,
    tags: stream.details.tags,
    policy: stream.details.policy,
    setTags: (tags) => kinesis.catalog.change(stream, { tags }),
    setPolicy: (policy) => kinesis.catalog.change(stream, { policy }),
  };
}

function consumerResource(kinesis: KinesisService, consumer: Consumer): KinesisResource {
  return {
    kind: 'consumer',
    name: consumer.name,
    account: consumer.stream.account,
    tags: consumer.details.tags,
    policy: consumer.details.policy,
    setTags: (tags) => kinesis.consumers.change(consumer, { tags }),
    setPolicy: (policy) => kinesis.consumers.change(consumer, { policy }),
  };
}

/** Throws AwsError when the ARN names nothing that exists. */
export function findResource(
  kinesis: KinesisService,
  resourceArn: string,
  caller: Caller,
): KinesisResource {
  if (resourceArn.includes('/consumer/')) {
    return consumerResource(kinesis, findConsumer(kinesis, { ConsumerARN: resourceArn }, caller));
  }
  if (resourceArn.includes(':channel/')) return kinesis.channels.resourceOf(resourceArn, caller);
  return streamResource(kinesis, findStream(kinesis, { StreamARN: resourceArn }, caller));
}
