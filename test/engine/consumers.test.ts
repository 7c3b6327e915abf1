import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DeregisterStreamConsumerCommand,
  DescribeStreamConsumerCommand,
  DescribeStreamSummaryCommand,
  type KinesisClient,
  ListStreamConsumersCommand,
  RegisterStreamConsumerCommand,
  UpdateAccountSettingsCommand,
  UpdateStreamModeCommand,
} from '@aws-sdk/client-kinesis';
import type { EngineOptions } from '../../src/engine/part.ts';
import { kinesisClient, startTestEngine } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';
import { FakeClock } from '../support/fakeClock.ts';

const START_MS = 1_700_000_000_250;
const TRANSITION_MS = 100;
const StreamARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';

interface World {
  readonly client: KinesisClient;
  readonly clock: FakeClock;
  /** These give the consumer's status, or the error as one line. */
  readonly register: (ConsumerName: string) => Promise<string>;
  readonly status: (ConsumerName: string) => Promise<string>;
  readonly stop: () => Promise<void>;
}

async function open(options: Partial<EngineOptions> = {}, startMs = START_MS): Promise<World> {
  const clock = new FakeClock(startMs);
  const engine = await startTestEngine({ transitionMs: TRANSITION_MS, ...options }, { clock });
  const client = kinesisClient(engine.ready.http);
  return {
    client,
    clock,
    register: (ConsumerName) =>
      outcome(
        client.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName })),
        (answer) => String(answer.Consumer?.ConsumerStatus),
      ),
    status: (ConsumerName) =>
      outcome(
        client.send(new DescribeStreamConsumerCommand({ StreamARN, ConsumerName })),
        (answer) => String(answer.ConsumerDescription?.ConsumerStatus),
      ),
    async stop() {
      client.destroy();
      await engine.stop();
    },
  };
}

async function start(context: TestContext, options: Partial<EngineOptions> = {}): Promise<World> {
  const world = await open(options);
  context.after(() => world.stop());
  await world.client.send(new CreateStreamCommand({ StreamName: 'orders', ShardCount: 1 }));
  await world.clock.advance(TRANSITION_MS);
  return world;
}

async function outcome<T>(answer: Promise<T>, pick: (answer: T) => string): Promise<string> {
  try {
    return pick(await answer);
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}

describe('consumers', () => {
  it('pass from CREATING through ACTIVE and DELETING to nothing', async (context) => {
    const { client, clock, register, status } = await start(context);
    const seen = [await register('app'), await status('app')];
    await clock.advance(TRANSITION_MS);
    const described = await client.send(
      new DescribeStreamConsumerCommand({ StreamARN, ConsumerName: 'app' }),
    );
    const { ConsumerARN } = described.ConsumerDescription ?? {};
    const summary = await client.send(new DescribeStreamSummaryCommand({ StreamARN }));
    await client.send(new DeregisterStreamConsumerCommand({ ConsumerARN }));
    seen.push(await status('app'));
    await clock.advance(TRANSITION_MS);
    seen.push(await status('app'));
    assert.deepEqual(
      [seen, described.ConsumerDescription, summary.StreamDescriptionSummary?.ConsumerCount],
      [
        [
          'CREATING',
          'CREATING',
          'DELETING',
          'ResourceNotFoundException: Consumer app, account 000000000000 not found.',
        ],
        {
          ConsumerName: 'app',
          ConsumerARN: `${StreamARN}/consumer/app:1700000000`,
          ConsumerStatus: 'ACTIVE',
          ConsumerCreationTimestamp: new Date(START_MS + TRANSITION_MS),
          StreamARN,
        },
        1,
      ],
    );
  });

  it('are unique in their stream, at most 5 CREATING and 20 in all', async (context) => {
    const { clock, register } = await start(context);
    const seen: string[] = [];
    for (let index = 0; index < 6; index += 1) seen.push(await register(`c${String(index)}`));
    seen.push(await register('c0'));
    for (let index = 5; index < 21; index += 1) {
      await clock.advance(TRANSITION_MS);
      seen.push(await register(`c${String(index)}`));
    }
    const creating = Array<string>(5).fill('CREATING');
    assert.deepEqual(seen, [
      ...creating,
      'LimitExceededException: Stream orders under account 000000000000 has 5 consumers in CREATING, which is the limit: wait until some are ACTIVE.',
      'ResourceInUseException: Consumer c0 under stream orders already exists for account 000000000000.',
      ...Array<string>(15).fill('CREATING'),
      'LimitExceededException: Stream orders under account 000000000000 has 20 consumers, which is the limit.',
    ]);
  });

  it('have no limits when limits are off', async (context) => {
    const { register } = await start(context, { limits: false });
    const seen = await Promise.all(
      Array.from({ length: 25 }, (_, index) => register(`c${String(index)}`)),
    );
    assert.deepEqual(new Set(seen), new Set(['CREATING']));
  });

  it('may be 50 of an on-demand stream, for an account with a commitment', async (context) => {
    const { client, clock, register } = await start(context);
    const streamMode = { StreamARN, StreamModeDetails: { StreamMode: 'ON_DEMAND' as const } };
    await client.send(new UpdateStreamModeCommand(streamMode));
    await clock.advance(TRANSITION_MS);
    await client.send(
      new UpdateAccountSettingsCommand({
        MinimumThroughputBillingCommitment: { Status: 'ENABLED' },
      }),
    );
    const seen: string[] = [];
    for (let index = 0; index < 51; index += 1) {
      seen.push(await register(`c${String(index)}`));
      await clock.advance(TRANSITION_MS);
    }
    assert.deepEqual(seen, [
      ...Array<string>(50).fill('CREATING'),
      'LimitExceededException: Stream orders under account 000000000000 has 50 consumers, which is the limit.',
    ]);
  });

  it('count also when they are registered at once', async (context) => {
    const { register } = await start(context);
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'a'];
    const seen = await Promise.all(names.map(register));
    assert.equal(seen.filter((status) => status === 'CREATING').length, 5);
  });

  it('are listed by name in pages whose tokens expire', async (context) => {
    const { client, clock, register } = await start(context);
    for (const name of ['b', 'a', 'c']) {
      await register(name);
      await clock.advance(TRANSITION_MS);
    }
    const list = (more: object): Promise<string> =>
      outcome(
        client.send(new ListStreamConsumersCommand({ StreamARN, ...more })),
        ({ Consumers, NextToken }) => {
          token = NextToken;
          const names = Consumers?.map(({ ConsumerName }) => ConsumerName) ?? [];
          return `${names.join()}${NextToken === undefined ? '' : '…'}`;
        },
      );
    let token: string | undefined;
    const seen = [await list({}), await list({ MaxResults: 2 })];
    const NextToken = token;
    seen.push(await list({ MaxResults: 2, NextToken }));
    seen.push(await list({ NextToken: 'AAAAAAAAAAE=' }));
    seen.push(await list({ NextToken, StreamCreationTimestamp: new Date(START_MS) }));
    seen.push(await list({ StreamCreationTimestamp: new Date(START_MS) }));
    seen.push(await list({ StreamCreationTimestamp: new Date(0) }));
    await clock.advance(300_001);
    seen.push(await list({ NextToken }));
    assert.deepEqual(seen, [
      'a,b,c',
      'a,b…',
      'c',
      'InvalidArgumentException: The NextToken is invalid.',
      'InvalidArgumentException: NextToken and StreamCreationTimestamp cannot be provided together.',
      'a,b,c',
      'ResourceNotFoundException: Stream orders under account 000000000000 not found.',
      'ExpiredNextTokenException: The NextToken has expired.',
    ]);
  });

  it('must be addressed wholly, and as they are', async (context) => {
    const { client, clock, register } = await start(context);
    await register('app');
    await clock.advance(TRANSITION_MS);
    const describe = (input: object): Promise<string> =>
      outcome(client.send(new DescribeStreamConsumerCommand(input)), () => 'found');
    const ConsumerARN = `${StreamARN}/consumer/app:1700000000`;
    const elsewhere = ConsumerARN.replace('us-east-1', 'us-west-2');
    assert.deepEqual(
      [
        await describe({ ConsumerARN }),
        await describe({ ConsumerARN, StreamARN, ConsumerName: 'app' }),
        await describe({ ConsumerARN, ConsumerName: 'other' }),
        await describe({ ConsumerName: 'app' }),
        await describe({ StreamARN }),
        await describe({ ConsumerARN: ConsumerARN.replace(':1700000000', ':1') }),
        await describe({ ConsumerARN: elsewhere }),
        await describe({ ConsumerARN: 'arn:x' }),
      ],
      [
        'found',
        'found',
        `InvalidArgumentException: ConsumerARN ${ConsumerARN} does not agree with the StreamARN and ConsumerName beside it.`,
        'InvalidArgumentException: Either ConsumerARN or both StreamARN and ConsumerName must be provided.',
        'InvalidArgumentException: Either ConsumerARN or both StreamARN and ConsumerName must be provided.',
        `ResourceNotFoundException: Consumer ${StreamARN}/consumer/app:1, account 000000000000 not found.`,
        'ResourceNotFoundException: Stream orders under account 000000000000 not found.',
        "ValidationException: 1 validation error detected: Value 'arn:x' at 'consumerARN' failed to satisfy constraint: Member must satisfy regular expression pattern: ^(arn):aws.*:kinesis:.*:\\d{12}:.*stream\\/[a-zA-Z0-9_.-]+\\/consumer\\/[a-zA-Z0-9_.-]+:[0-9]+",
      ],
    );
  });

  it('keep their stream from being deleted, unless they go with it', async (context) => {
    const { client, clock, register } = await start(context);
    await register('app');
    await clock.advance(TRANSITION_MS);
    const remove = (EnforceConsumerDeletion?: boolean): Promise<string> =>
      outcome(
        client.send(
          new DeleteStreamCommand({
            StreamName: 'orders',
            ...(EnforceConsumerDeletion === undefined ? {} : { EnforceConsumerDeletion }),
          }),
        ),
        () => 'deleted',
      );
    const seen = [await remove(), await remove(true)];
    await clock.advance(TRANSITION_MS);
    await client.send(new CreateStreamCommand({ StreamName: 'orders', ShardCount: 1 }));
    const { Consumers } = await client.send(new ListStreamConsumersCommand({ StreamARN }));
    assert.deepEqual(
      [seen, Consumers],
      [
        [
          'ResourceInUseException: Stream orders under account 000000000000 has registered consumers. Set EnforceConsumerDeletion to delete them with it.',
          'deleted',
        ],
        [],
      ],
    );
  });

  it('survive a restart in whatever state they were', async (context) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'consumers-test-'));
    context.after(() => {
      rmSync(dataDir, { recursive: true, force: true });
    });
    const before = await open({ dataDir });
    await before.client.send(new CreateStreamCommand({ StreamName: 'orders', ShardCount: 1 }));
    await before.clock.advance(TRANSITION_MS);
    for (const name of ['active', 'leaving']) {
      await before.register(name);
      await before.clock.advance(TRANSITION_MS);
    }
    await before.client.send(
      new DeregisterStreamConsumerCommand({ StreamARN, ConsumerName: 'leaving' }),
    );
    await before.register('coming');
    await before.stop();

    const after = await open({ dataDir }, START_MS + 10_000);
    context.after(() => after.stop());
    const names = ['active', 'leaving', 'coming'];
    const seen = await Promise.all(names.map(after.status));
    await after.clock.advance(TRANSITION_MS);
    // What is on disk takes the time that the disk takes.
    const later = await eventually(async () => {
      const statuses = await Promise.all(names.map(after.status));
      return statuses.includes('DELETING') || statuses.includes('CREATING') ? undefined : statuses;
    });
    assert.deepEqual(
      [seen, later],
      [
        ['ACTIVE', 'DELETING', 'CREATING'],
        [
          'ACTIVE',
          'ResourceNotFoundException: Consumer leaving, account 000000000000 not found.',
          'ACTIVE',
        ],
      ],
    );
  });
});
