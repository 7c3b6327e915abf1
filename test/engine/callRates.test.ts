import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  CreateStreamCommand,
  DescribeLimitsCommand,
  GetShardIteratorCommand,
  IncreaseStreamRetentionPeriodCommand,
  type KinesisClient,
  ListStreamsCommand,
} from '@aws-sdk/client-kinesis';
import type { Engine } from '../../src/engine/engine.ts';
import { kinesisClient, startTestEngine } from '../support/engine.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { outcome } from '../support/outcome.ts';

describe('call rates', () => {
  let clock: FakeClock;
  let engine: Engine;
  let client: KinesisClient;

  beforeEach(() => {
    clock = new FakeClock();
  });
  afterEach(async () => {
    client.destroy();
    await engine.stop();
  });

  async function start(limits: boolean, ...streams: string[]): Promise<void> {
    engine = await startTestEngine({ limits, callRates: limits }, { clock });
    client = kinesisClient(engine.ready.http);
    for (const StreamName of streams) {
      await client.send(new CreateStreamCommand({ StreamName, ShardCount: 2 }));
    }
    await clock.advance(10_000);
  }

  /** What so many calls at one moment come to. */
  async function outcomes(times: number, call: () => Promise<unknown>): Promise<string[]> {
    const seen: string[] = [];
    for (let count = 0; count < times; count += 1) {
      seen.push(await outcome(call()));
    }
    return seen;
  }

  const done = (count: number): string[] => Array.from({ length: count }, () => 'done');

  it('are those of the account, renewed with time, and kept by region', async () => {
    await start(true);
    const list = (): Promise<unknown> => client.send(new ListStreamsCommand({}));
    const limits = (): Promise<unknown> => client.send(new DescribeLimitsCommand({}));
    const elsewhere = kinesisClient(engine.ready.http, undefined, 'eu-west-1');
    const seen = [
      await outcomes(6, list),
      await outcomes(2, limits),
      await outcomes(1, () => elsewhere.send(new ListStreamsCommand({}))),
    ];
    elsewhere.destroy();
    await clock.advance(400);
    seen.push(await outcomes(3, list));
    const exceeded = 'LimitExceededException: Rate exceeded under account 000000000000.';
    assert.deepEqual(seen, [
      [...done(5), exceeded],
      ['done', exceeded],
      done(1),
      ['done', 'done', exceeded],
    ]);
  });

  it('are those of a stream or a shard where the service counts so', async () => {
    await start(true, 'a', 'b');
    const increase = (StreamName: string): Promise<unknown> =>
      client.send(
        new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 24 }),
      );
    const iterator = (ShardId: string): Promise<unknown> =>
      client.send(
        new GetShardIteratorCommand({ StreamName: 'a', ShardId, ShardIteratorType: 'LATEST' }),
      );
    assert.deepEqual(
      [
        await outcomes(6, () => increase('a')),
        await outcomes(1, () => increase('b')),
        await outcomes(6, () => iterator('0')),
        await outcomes(1, () => iterator('1')),
      ],
      [
        [
          ...done(5),
          'LimitExceededException: Rate exceeded for stream a under account 000000000000.',
        ],
        done(1),
        [
          ...done(5),
          'ProvisionedThroughputExceededException: Rate exceeded for shard shardId-000000000000 in stream a under account 000000000000.',
        ],
        done(1),
      ],
    );
  });

  it('are off with the limits', async () => {
    await start(false);
    const seen = await outcomes(20, () => client.send(new ListStreamsCommand({})));
    assert.deepEqual(seen, done(20));
  });
});
