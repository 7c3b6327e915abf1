import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  DecreaseStreamRetentionPeriodCommand,
  DisableEnhancedMonitoringCommand,
  EnableEnhancedMonitoringCommand,
  IncreaseStreamRetentionPeriodCommand,
  SplitShardCommand,
  StartStreamEncryptionCommand,
  StopStreamEncryptionCommand,
  UpdateMaxRecordSizeCommand,
} from '@aws-sdk/client-kinesis';
import { HOUR_MS, KinesisWorld, StreamARN, StreamName } from '../support/kinesisWorld.ts';
import { outcome } from '../support/outcome.ts';

describe('a stream', () => {
  let world: KinesisWorld;

  beforeEach(async () => {
    world = await KinesisWorld.start();
  });
  afterEach(async () => {
    await world.stop();
  });

  const increase = (RetentionPeriodHours: number): Promise<string> =>
    outcome(
      world.client.send(
        new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours }),
      ),
    );
  const decrease = (RetentionPeriodHours: number): Promise<string> =>
    outcome(
      world.client.send(
        new DecreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours }),
      ),
    );

  it('keeps records for as long as it is told, from 24 to 8,760 hours', async () => {
    await world.create();
    const seen = [
      await increase(23),
      await increase(8_761),
      await increase(24),
      await increase(48),
      await increase(47),
      await decrease(49),
      await decrease(48),
      await decrease(24),
      String((await world.summary()).RetentionPeriodHours),
    ];
    const invalid = 'InvalidArgumentException: ';
    assert.deepEqual(seen, [
      `${invalid}Minimum allowed retention period is 24 hours. Requested retention period (23 hours) is too short.`,
      `${invalid}Maximum allowed retention period is 8760 hours. Requested retention period (8761 hours) is too long.`,
      'done',
      'done',
      `${invalid}Requested retention period (47 hours) for stream s can not be shorter than existing retention period (48 hours). Use DecreaseRetentionPeriod API.`,
      `${invalid}Requested retention period (49 hours) for stream s can not be longer than existing retention period (48 hours). Use IncreaseRetentionPeriod API.`,
      'done',
      'done',
      '24',
    ]);
  });

  it('does not bring back what has expired when its retention grows', async () => {
    await world.create();
    await world.put({ PartitionKey: 'old' });
    await world.clock.leap(24 * HOUR_MS - 1);
    await world.put({ PartitionKey: 'new' });
    await world.clock.leap(2);
    await increase(48);
    const keys = (await world.read()).map((record) => record.PartitionKey);
    assert.deepEqual(keys, ['new']);
  });

  it('shows which metrics its shards give', async () => {
    await world.create();
    const enabled = await world.client.send(
      new EnableEnhancedMonitoringCommand({ StreamName, ShardLevelMetrics: ['ALL'] }),
    );
    await world.active();
    const disabled = await world.client.send(
      new DisableEnhancedMonitoringCommand({
        StreamName,
        ShardLevelMetrics: [
          'IncomingBytes',
          'OutgoingBytes',
          'OutgoingRecords',
          'WriteProvisionedThroughputExceeded',
          'ReadProvisionedThroughputExceeded',
        ],
      }),
    );
    await world.active();
    const left = ['IncomingRecords', 'IteratorAgeMilliseconds'];
    assert.deepEqual(
      {
        counts: [enabled, disabled].map((answer) => [
          answer.CurrentShardLevelMetrics?.length,
          answer.DesiredShardLevelMetrics?.length,
        ]),
        arn: enabled.StreamARN,
        left: disabled.DesiredShardLevelMetrics,
        shown: (await world.summary()).EnhancedMonitoring,
      },
      {
        counts: [
          [0, 7],
          [7, 2],
        ],
        arn: StreamARN,
        left,
        shown: [{ ShardLevelMetrics: left }],
      },
    );
  });

  it('says of each record whether it was put while the stream was encrypted', async () => {
    await world.create();
    const KeyId = 'alias/aws/kinesis';
    const start = (key: string): Promise<unknown> =>
      world.client.send(
        new StartStreamEncryptionCommand({ StreamName, EncryptionType: 'KMS', KeyId: key }),
      );
    const plain = await world.put({ PartitionKey: 'plain' });
    const started = await world.around(() => start(KeyId), 'EncryptionType', 'KeyId');
    const encrypted = await world.put({ PartitionKey: 'encrypted' });
    const stopped = await world.around(
      () =>
        world.client.send(
          new StopStreamEncryptionCommand({ StreamName, EncryptionType: 'KMS', KeyId }),
        ),
      'EncryptionType',
      'KeyId',
    );
    await world.put({ PartitionKey: 'plain again' });
    const records = await world.read();
    assert.deepEqual(
      {
        puts: [plain.EncryptionType, encrypted.EncryptionType],
        started,
        stopped,
        records: records.map((record) => [record.PartitionKey, record.EncryptionType]),
        badKey: await outcome(start('no key')),
      },
      {
        puts: [undefined, 'KMS'],
        started: [
          ['UPDATING', 'NONE', undefined],
          ['ACTIVE', 'KMS', KeyId],
        ],
        stopped: [
          ['UPDATING', 'KMS', KeyId],
          ['ACTIVE', 'NONE', undefined],
        ],
        records: [
          ['plain', undefined],
          ['encrypted', 'KMS'],
          ['plain again', undefined],
        ],
        badKey:
          'InvalidArgumentException: KeyId no key is neither the id, the alias nor the ARN of a KMS key.',
      },
    );
  });

  it('takes larger records once it is told to', async () => {
    await world.create();
    const Data = Buffer.alloc(1024 * 1024);
    const before = await outcome(world.put({ Data }));
    const update = (): Promise<unknown> =>
      world.client.send(new UpdateMaxRecordSizeCommand({ StreamARN, MaxRecordSizeInKiB: 2_048 }));
    const updated = await world.around(update, 'MaxRecordSizeInKiB');
    assert.deepEqual(
      { before: before.split(':')[0], updated, after: await outcome(world.put({ Data })) },
      {
        before: 'InvalidArgumentException',
        updated: [
          ['UPDATING', 1_024],
          ['ACTIVE', 2_048],
        ],
        after: 'done',
      },
    );
  });

  it('finishes what was UPDATING when the engine was stopped', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'streams-'));
    await world.restart({ dataDir });
    await world.create();
    const { SequenceNumber } = await world.put();
    await world.client.send(
      new SplitShardCommand({ StreamName, ShardToSplit: '0', NewStartingHashKey: '5' }),
    );
    await world.restart({ dataDir });
    const before = await world.summary();
    await world.active();
    const after = await world.summary();
    const records = await world.read();
    await world.restart({ dataDir });
    const again = await world.summary();
    await world.restart({});
    await rm(dataDir, { recursive: true });
    assert.deepEqual(
      {
        states: [before, after, again].map((seen) => [seen.StreamStatus, seen.OpenShardCount]),
        records: records.map((record) => record.SequenceNumber),
      },
      {
        states: [
          ['UPDATING', 1],
          ['ACTIVE', 2],
          ['ACTIVE', 2],
        ],
        records: [SequenceNumber],
      },
    );
  });
});
