import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  CreateStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  PutRecordCommand,
  PutRecordsCommand,
  type PutRecordsRequestEntry,
} from '@aws-sdk/client-kinesis';
import type { Engine } from '../../src/engine/engine.ts';
import { kinesisClient, startTestEngine } from '../support/engine.ts';
import { FakeClock } from '../support/fakeClock.ts';

describe("a shard's limits", () => {
  let clock: FakeClock;
  let engine: Engine;
  let client: KinesisClient;

  async function start(limits: boolean): Promise<void> {
    engine = await startTestEngine({ limits }, { clock });
    client = kinesisClient(engine.ready.http);
    await client.send(new CreateStreamCommand({ StreamName: 's', ShardCount: 1 }));
    await clock.advance(0);
  }

  beforeEach(() => {
    clock = new FakeClock();
  });
  afterEach(async () => {
    client.destroy();
    await engine.stop();
  });

  const records = (count: number, bytes: number): PutRecordsRequestEntry[] =>
    Array.from({ length: count }, () => ({ PartitionKey: 'k', Data: Buffer.alloc(bytes) }));

  async function putRecords(count: number, bytes: number): Promise<number | undefined> {
    const answer = await client.send(
      new PutRecordsCommand({ StreamName: 's', Records: records(count, bytes) }),
    );
    return answer.FailedRecordCount;
  }

  it('takes 1,000 records in a second, fails the others one by one, and recovers', async () => {
    await start(true);
    const failed = [await putRecords(500, 10), await putRecords(500, 10), await putRecords(3, 10)];
    await clock.advance(10);
    failed.push(await putRecords(500, 10));
    await clock.advance(1_000);
    failed.push(await putRecords(500, 10));
    assert.deepEqual(failed, [0, 0, 3, 490, 0]);
  });

  it('takes 1 MiB in a second and names the shard that is too busy', async () => {
    await start(true);
    const key = 'k'.length;
    assert.equal(await putRecords(4, 256 * 1024 - key), 0);
    const { Records } = await client.send(
      new PutRecordsCommand({ StreamName: 's', Records: records(1, 1) }),
    );
    const ErrorMessage =
      'Rate exceeded for shard shardId-000000000000 in stream s under account 000000000000.';
    assert.deepEqual(Records, [
      { ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage },
    ]);
    await assert.rejects(
      client.send(
        new PutRecordCommand({ StreamName: 's', PartitionKey: 'k', Data: Buffer.from('x') }),
      ),
      { name: 'ProvisionedThroughputExceededException', message: ErrorMessage },
    );
  });

  it('answers five GetRecords in a second, and rests after 10 MiB', async () => {
    await start(true);
    for (let second = 0; second < 11; second += 1) {
      await putRecords(1, 1024 * 1024 - 1);
      await clock.advance(1_000);
    }
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({
        StreamName: 's',
        ShardId: '0',
        ShardIteratorType: 'TRIM_HORIZON',
      }),
    );
    const get = async (Limit: number): Promise<number | string | undefined> =>
      client.send(new GetRecordsCommand({ ShardIterator, Limit })).then(
        (answer) => answer.Records?.length,
        (error: unknown) => (error instanceof Error ? error.name : ''),
      );
    const throttled = 'ProvisionedThroughputExceededException';
    const seen = [await get(10_000)];
    await clock.advance(4_900);
    seen.push(await get(1));
    await clock.advance(200);
    seen.push(await get(1));
    await clock.advance(10_000);
    for (let call = 0; call < 6; call += 1) seen.push(await get(1));
    // Two reads of not quite 1 MiB leave a little of the second's 2 MiB, and the third overdraws.
    assert.deepEqual(seen, [10, throttled, 1, 1, 1, 1, throttled, throttled, throttled]);
  });

  it('answers five empty GetRecords in a second', async () => {
    await start(true);
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({ StreamName: 's', ShardId: '0', ShardIteratorType: 'LATEST' }),
    );
    const outcomes: string[] = [];
    for (let call = 0; call < 6; call += 1) {
      outcomes.push(
        await client.send(new GetRecordsCommand({ ShardIterator })).then(
          () => 'answered',
          (error: unknown) => (error instanceof Error ? error.name : ''),
        ),
      );
    }
    assert.deepEqual(outcomes, [
      ...Array.from({ length: 5 }, () => 'answered'),
      'ProvisionedThroughputExceededException',
    ]);
  });

  it('holds a record to what its stream asked for, up to 10 MiB', async () => {
    await start(false);
    await client.send(
      new CreateStreamCommand({ StreamName: 'large', ShardCount: 1, MaxRecordSizeInKiB: 10_240 }),
    );
    await clock.advance(0);
    const put = async (StreamName: string, bytes: number): Promise<string> =>
      client
        .send(
          new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: Buffer.alloc(bytes - 1) }),
        )
        .then(
          () => 'kept',
          (error: unknown) => (error instanceof Error ? error.name : ''),
        );
    const mib = 1024 * 1024;
    assert.deepEqual(
      [
        await put('s', mib),
        await put('s', mib + 1),
        await put('large', 10 * mib),
        await put('large', 10 * mib + 1),
      ],
      ['kept', 'InvalidArgumentException', 'kept', 'InvalidArgumentException'],
    );
  });

  it('is off when the engine is told so', async () => {
    await start(false);
    const failed = [];
    for (let call = 0; call < 5; call += 1) failed.push(await putRecords(500, 3_000));
    assert.deepEqual(failed, [0, 0, 0, 0, 0]);
  });
});
