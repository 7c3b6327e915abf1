/** What the tests of channels share: an engine with a data directory and a clock that they move. */
import type { TestContext } from 'node:test';
import {
  type ChannelDescription,
  type ChannelStatus,
  CreateChannelCommand,
  type CreateChannelCommandInput,
  CreateStreamCommand,
  DescribeChannelCommand,
  type KinesisClient,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis';
import type { EngineOptions } from '../../src/engine/part.ts';
import { kinesisClient, startTestEngine } from './engine.ts';
import { FakeClock, settle } from './fakeClock.ts';
import { eventually } from './eventually.ts';
import { directory, objectsIn } from './firehose.ts';

const ACCOUNT = '000000000000';
export const CHANNEL_ROLE = `arn:aws:iam::${ACCOUNT}:role/channel`;

export function streamArn(name: string): string {
  return `arn:aws:kinesis:us-east-1:${ACCOUNT}:stream/${name}`;
}

/** To the bucket `lake`, uncompressed. */
export function storage(more: Record<string, unknown> = {}) {
  return {
    BucketARN: 'arn:aws:s3:::lake',
    ExpectedBucketOwner: ACCOUNT,
    CompressionType: 'NONE' as const,
    ...more,
  };
}

export function channelInput(
  name: string,
  more: Partial<CreateChannelCommandInput> = {},
): CreateChannelCommandInput {
  return {
    ChannelName: name,
    ServiceExecutionRoleARN: CHANNEL_ROLE,
    StreamConfigurationList: [
      {
        StreamARN: streamArn('orders'),
        RecordConfiguration: { RecordFormatType: 'BYTE_ARRAY' },
      },
    ],
    S3DestinationConfiguration: { StorageConfiguration: storage() },
    ...more,
  };
}

export async function channelWorld(context: TestContext, options: Partial<EngineOptions> = {}) {
  const dataDir = options.dataDir ?? directory();
  const clock = new FakeClock(Date.parse('2026-02-03T15:04:05Z'));
  const engine = await startTestEngine({ dataDir, ...options }, { clock });
  context.after(() => engine.stop());
  const client = kinesisClient(engine.ready.http);
  context.after(() => {
    client.destroy();
  });
  /** Lets time pass, and what became due be written. */
  const pass = async (ms: number): Promise<void> => {
    await clock.advance(ms);
    for (let turn = 0; turn < 20; turn++) await settle();
  };
  const createStream = async (name: string): Promise<void> => {
    await client.send(
      new CreateStreamCommand({
        StreamName: name,
        StreamModeDetails: { StreamMode: 'ON_DEMAND' },
      }),
    );
    await pass(10);
  };
  /** Resolves when the channel is ACTIVE. */
  const createChannel = async (input: CreateChannelCommandInput): Promise<ChannelDescription> => {
    const { ChannelDescription: channel } = await client.send(new CreateChannelCommand(input));
    await pass(10);
    if (channel === undefined) throw new Error('CreateChannel described nothing');
    return channel;
  };
  const statusOf = async (arn: string): Promise<ChannelStatus | undefined> => {
    const answer = await client.send(new DescribeChannelCommand({ ChannelARN: arn }));
    return answer.ChannelDescription?.ChannelStatus;
  };
  return { client, clock, createChannel, createStream, dataDir, engine, pass, statusOf };
}

/** A record's key is its text. */
export async function putTexts(
  client: KinesisClient,
  StreamName: string,
  texts: readonly string[],
): Promise<void> {
  const Records = texts.map((text) => ({ PartitionKey: text, Data: Buffer.from(text) }));
  const { FailedRecordCount } = await client.send(new PutRecordsCommand({ StreamName, Records }));
  if (FailedRecordCount !== 0) throw new Error('A record was not taken');
}

/**
 * Resolves when there are so many objects: writing them takes the disk's time, not the clock's. What
 * became due while one was written is due at once after it, so the clock is asked again.
 */
export function delivered(
  { dataDir, pass }: { dataDir: string; pass: (ms: number) => Promise<void> },
  count: number,
): Promise<Objects> {
  return eventually(async () => {
    await pass(0);
    const objects = objectsIn(dataDir);
    return objects.length >= count ? objects : undefined;
  });
}

type Objects = ReturnType<typeof objectsIn>;

/** What an uncompressed bucket holds, its one-letter records sorted. */
export function lettersIn(dataDir: string): string {
  return objectsIn(dataDir)
    .flatMap(({ body }) => [...body.toString()])
    .sort()
    .join('');
}
