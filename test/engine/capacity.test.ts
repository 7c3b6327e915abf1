import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  MergeShardsCommand,
  PutRecordCommand,
  PutRecordsCommand,
  UpdateAccountSettingsCommand,
  UpdateShardCountCommand,
  UpdateStreamModeCommand,
  UpdateStreamRecordDistributionStrategyCommand,
  UpdateStreamWarmThroughputCommand,
} from '@aws-sdk/client-kinesis';
import { HOUR_MS, KinesisWorld, StreamARN, StreamName } from '../support/kinesisWorld.ts';
import { outcome } from '../support/outcome.ts';

const STREAM = 'stream s under account 000000000000';

describe('the capacity of a stream', () => {
  let world: KinesisWorld;

  beforeEach(async () => {
    world = await KinesisWorld.start();
  });
  afterEach(async () => {
    await world.stop();
  });

  const mode = (StreamMode: 'ON_DEMAND' | 'PROVISIONED'): Promise<unknown> =>
    world.client.send(
      new UpdateStreamModeCommand({ StreamARN, StreamModeDetails: { StreamMode } }),
    );

  it('switches its capacity mode twice a day and keeps its shards', async () => {
    await world.create({ ShardCount: 3 });
    const switched = await world.around(
      () => mode('ON_DEMAND'),
      'StreamModeDetails',
      'OpenShardCount',
    );
    const again = await outcome(mode('ON_DEMAND'));
    const merge = await outcome(
      world.client.send(
        new MergeShardsCommand({ StreamName, ShardToMerge: '0', AdjacentShardToMerge: '1' }),
      ),
    );
    await mode('PROVISIONED');
    await world.active();
    const third = await outcome(mode('ON_DEMAND'));
    await world.clock.leap(24 * HOUR_MS);
    assert.deepEqual(
      { switched, again, merge, third, nextDay: await outcome(mode('ON_DEMAND')) },
      {
        switched: [
          ['UPDATING', { StreamMode: 'PROVISIONED' }, 3],
          ['ACTIVE', { StreamMode: 'ON_DEMAND' }, 3],
        ],
        again: 'done',
        merge: `ValidationException: Request is invalid. ${STREAM.replace('stream', 'Stream')} is in On-Demand mode.`,
        third: `LimitExceededException: Switches of the capacity mode of ${STREAM} are limited to 2 in a rolling 24-hour period.`,
        nextDay: 'done',
      },
    );
  });

  it('is warmed up only for an account with a commitment, and then has the shards', async () => {
    await world.create({});
    const warm = (WarmThroughputMiBps: number) =>
      world.client.send(new UpdateStreamWarmThroughputCommand({ StreamName, WarmThroughputMiBps }));
    const refused = await outcome(warm(10));
    await world.client.send(
      new UpdateAccountSettingsCommand({
        MinimumThroughputBillingCommitment: { Status: 'ENABLED' },
      }),
    );
    const answers: unknown[] = [];
    const warmed = await world.around(
      async () => answers.push((await warm(10)).WarmThroughput),
      'WarmThroughput',
      'OpenShardCount',
    );
    assert.deepEqual(
      { refused, answers, warmed },
      {
        refused:
          'InvalidArgumentException: WarmThroughputMiBps is only supported when MinimumThroughputBillingCommitment is enabled for the account 000000000000.',
        answers: [{ TargetMiBps: 10, CurrentMiBps: 0 }],
        warmed: [
          ['UPDATING', { TargetMiBps: 10, CurrentMiBps: 0 }, 4],
          ['ACTIVE', { TargetMiBps: 10, CurrentMiBps: 10 }, 10],
        ],
      },
    );
  });

  it('distributes records by itself, with and without keys, when it is told to', async () => {
    await world.create({});
    const Data = Buffer.from('x');
    const withoutKey = (): Promise<unknown> =>
      world.client.send(new PutRecordCommand({ StreamName, Data }));
    const batchWithoutKeys = () =>
      world.client.send(
        new PutRecordsCommand({
          StreamName,
          Records: [{ Data }, { PartitionKey: 'same', Data }, { PartitionKey: 'same', Data }],
        }),
      );
    const refused = [await outcome(withoutKey()), await outcome(batchWithoutKeys())];
    const strategy = (RecordDistributionStrategy: 'AUTO' | 'USER_PARTITION_KEY') =>
      world.client.send(
        new UpdateStreamRecordDistributionStrategyCommand({
          StreamARN,
          RecordDistributionStrategy,
        }),
      );
    await strategy('AUTO');
    const shown = (await world.summary()).RecordDistributionStrategy;
    const { Records } = await batchWithoutKeys();
    await withoutKey();
    const keys = await Promise.all(['0', '1', '2', '3'].map((shard) => world.read(shard)));
    await mode('PROVISIONED');
    await world.active();
    assert.deepEqual(
      {
        refused,
        shown,
        shards: Records?.map((record) => record.ShardId?.at(-1)),
        keys: keys.map((records) => records.map((record) => record.PartitionKey)),
        provisioned: await outcome(strategy('AUTO')),
      },
      {
        refused: [
          "ValidationException: 1 validation error detected: Value null at 'partitionKey' failed to satisfy constraint: Member must not be null",
          "ValidationException: 1 validation error detected: Value null at 'records.1.member.partitionKey' failed to satisfy constraint: Member must not be null",
        ],
        shown: 'AUTO',
        shards: ['0', '1', '2'],
        keys: [[undefined], ['same'], ['same'], [undefined]],
        provisioned: `InvalidArgumentException: RecordDistributionStrategy AUTO is only supported for streams in On-Demand mode. ${STREAM.replace('stream', 'Stream')} is in Provisioned mode.`,
      },
    );
  });

  const scale = (TargetShardCount: number): Promise<string> =>
    outcome(
      world.client.send(
        new UpdateShardCountCommand({
          StreamName,
          TargetShardCount,
          ScalingType: 'UNIFORM_SCALING',
        }),
      ),
    );

  it('scales to twice and to half of its shards at most, ten times a day', async () => {
    await world.create({ ShardCount: 4 });
    const refused = [await scale(9), await scale(1)];
    const daily: string[] = [];
    for (let count = 0; count < 11; count += 1) {
      daily.push(await scale(count % 2 === 0 ? 8 : 4));
      await world.active();
    }
    const limit = 'LimitExceededException: ';
    assert.deepEqual(
      { refused, daily },
      {
        refused: [
          `${limit}UpdateShardCount cannot scale up over double your current open shard count. Current open shard count: 4 Target shard count: 9`,
          `${limit}UpdateShardCount cannot scale down below half your current open shard count. Current open shard count: 4 Target shard count: 1`,
        ],
        daily: [
          ...Array.from({ length: 10 }, () => 'done'),
          `${limit}UpdateShardCount calls of ${STREAM} are limited to 10 in a rolling 24-hour period.`,
        ],
      },
    );
  });
});
