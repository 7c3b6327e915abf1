import { Timestamp } from '../wire/timestamp.ts';
import type { Consumer } from './consumers.ts';

/** A consumer as RegisterStreamConsumer and ListStreamConsumers show it. */
export function describeConsumer({ name, arn, details }: Consumer): object {
  return {
    ConsumerName: name,
    ConsumerARN: arn,
    ConsumerStatus: details.status,
    ConsumerCreationTimestamp: new Timestamp(details.createdMs),
  };
}
