import {
  CreateStreamCommand,
  type KinesisClient,
  RegisterStreamConsumerCommand,
  type StartingPosition,
  SubscribeToShardCommand,
  type SubscribeToShardEvent,
} from '@aws-sdk/client-kinesis';
import type { FakeClock } from './fakeClock.ts';

export const SHARD = 'shardId-000000000000';

/** A stream with an ACTIVE consumer `app`, whose ARN it gives. */
export async function streamWithConsumer(
  client: KinesisClient,
  clock: FakeClock,
  StreamName: string,
): Promise<string> {
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  await clock.advance(0);
  const { Consumer } = await client.send(
    new RegisterStreamConsumerCommand({
      StreamARN: `arn:aws:kinesis:us-east-1:000000000000:stream/${StreamName}`,
      ConsumerName: 'app',
    }),
  );
  await clock.advance(0);
  return Consumer?.ConsumerARN ?? '';
}

export interface Subscriber {
  /** The next event; undefined when the stream has ended. Rejects with the stream's exception. */
  next(): Promise<SubscribeToShardEvent | undefined>;
  /** The data of the next event that has records, as text. */
  texts(): Promise<string[]>;
  /** Goes away as a client does that has heard enough. */
  leave(): void;
}

export async function subscribe(
  client: KinesisClient,
  ConsumerARN: string,
  start: StartingPosition = { Type: 'LATEST' },
  ShardId: string = SHARD,
): Promise<Subscriber> {
  const leaving = new AbortController();
  const { EventStream } = await client.send(
    new SubscribeToShardCommand({ ConsumerARN, ShardId, StartingPosition: start }),
    { abortSignal: leaving.signal },
  );
  const events = EventStream?.[Symbol.asyncIterator]();
  if (events === undefined) throw new Error('SubscribeToShard gave no events');
  const next = async (): Promise<SubscribeToShardEvent | undefined> => {
    const result = await events.next();
    return result.done === true ? undefined : result.value.SubscribeToShardEvent;
  };
  return {
    next,
    async texts() {
      for (;;) {
        const event = await next();
        if (event === undefined) throw new Error('The subscription has ended');
        const texts = (event.Records ?? []).map(({ Data }) => Buffer.from(Data ?? []).toString());
        if (texts.length > 0) return texts;
      }
    },
    leave() {
      leaving.abort();
    },
  };
}
