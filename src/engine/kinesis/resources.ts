import { AwsError } from '../wire/awsError.ts';
import type { Caller } from '../wire/operation.ts';
import type { KinesisService } from './service.ts';
import type { Stream } from './state.ts';
import { findStream } from './streamAddress.ts';
import type { Tags } from './tags.ts';

/** What can have tags and a policy: a stream, or a consumer of one. */
export interface KinesisResource {
  readonly kind: 'stream' | 'consumer';
  readonly name: string;
  readonly account: string;
  readonly tags: Tags;
  readonly policy: string | undefined;
  setTags(tags: Tags): Promise<void>;
  setPolicy(policy: string | undefined): Promise<void>;
}

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

/** Throws AwsError when the ARN names nothing that exists. */
export function findResource(
  kinesis: KinesisService,
  resourceArn: string,
  caller: Caller,
): KinesisResource {
  if (resourceArn.includes('/consumer/')) {
    throw new AwsError('ResourceNotFoundException', `Consumer ${resourceArn} not found.`);
  }
  return streamResource(kinesis, findStream(kinesis, { StreamARN: resourceArn }, caller));
}
