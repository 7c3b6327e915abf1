import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  PutRecordCommand,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis';
import { KinesisWorld, StreamName } from '../support/kinesisWorld.ts';
import { outcome } from '../support/outcome.ts';

describe('a dry run', () => {
  let world: KinesisWorld;

  beforeEach(async () => {
    world = await KinesisWorld.start();
    await world.create();
  });
  afterEach(async () => {
    await world.stop();
  });

  it('checks all that the call would have checked, and does nothing', async () => {
    const DryRun = true;
    const Data = Buffer.from('x');
    const { client } = world;
    const record = { PartitionKey: 'k', Data };
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({ StreamName, ShardId: '0', ShardIteratorType: 'TRIM_HORIZON' }),
    );
    const calls = (absent: string): Promise<unknown>[] => [
      client.send(new PutRecordCommand({ StreamName: StreamName + absent, ...record, DryRun })),
      client.send(
        new PutRecordsCommand({ StreamName: StreamName + absent, Records: [record], DryRun }),
      ),
      client.send(
        new GetShardIteratorCommand({
          StreamName: StreamName + absent,
          ShardId: '0',
          ShardIteratorType: 'LATEST',
          DryRun,
        }),
      ),
      client.send(
        new GetRecordsCommand({ ShardIterator: `${absent}${ShardIterator ?? ''}`, DryRun }),
      ),
    ];
    const would = 'DryRunOperationException: Request would have succeeded, but DryRun flag is set.';
    const notFound =
      'ResourceNotFoundException: Stream sAAAA under account 000000000000 not found.';
    const shardNotFound =
      'ResourceNotFoundException: Shard shardId-000000000000 in stream sAAAA under account 000000000000 does not exist';
    assert.deepEqual(
      {
        good: await Promise.all(calls('').map(outcome)),
        bad: await Promise.all(calls('AAAA').map(outcome)),
        kept: (await world.read()).length,
      },
      {
        good: [would, would, would, would],
        bad: [
          notFound,
          notFound,
          shardNotFound,
          'InvalidArgumentException: Invalid ShardIterator.',
        ],
        kept: 0,
      },
    );
  });
});
