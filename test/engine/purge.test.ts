import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  CreateStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  ListShardsCommand,
  PutRecordsCommand,
  type ShardIteratorType,
} from '@aws-sdk/client-kinesis';
import type { Engine } from '../../src/engine/engine.ts';
import { control } from '../support/control.ts';
import { kinesisClient, startTestEngine } from '../support/engine.ts';
import { FakeClock } from '../support/fakeClock.ts';

describe('purging a stream', () => {
  let clock: FakeClock;
  let dataDir: string;
  let engine: Engine;
  let client: KinesisClient;

  beforeEach(async () => {
    clock = new FakeClock();
    dataDir = await mkdtemp(join(tmpdir(), 'purge-'));
    await start();
    for (const StreamName of ['s', 'other']) {
      await client.send(new CreateStreamCommand({ StreamName, ShardCount: 2 }));
    }
    await clock.advance(0);
  });
  afterEach(async () => {
    await stop();
    await rm(dataDir, { recursive: true });
  });

  async function start(): Promise<void> {
    engine = await startTestEngine({ dataDir, limits: false }, { clock });
    client = kinesisClient(engine.ready.http);
  }

  async function stop(): Promise<void> {
    client.destroy();
    await engine.stop();
  }

  /** Records `from` to before `end`, spread over both shards; gives the sequence numbers by shard. */
  async function put(StreamName: string, from: number, end: number): Promise<string[][]> {
    const Records = Array.from({ length: end - from }, (_, index) => ({
      PartitionKey: String(from + index),
      Data: Buffer.from(String(from + index)),
    }));
    const answer = await client.send(new PutRecordsCommand({ StreamName, Records }));
    return ['shardId-000000000000', 'shardId-000000000001'].map((shardId) =>
      (answer.Records ?? [])
        .filter(({ ShardId }) => ShardId === shardId)
        .map(({ SequenceNumber }) => SequenceNumber ?? ''),
    );
  }

  const iterator = async (
    StreamName: string,
    shard: number,
    ShardIteratorType: ShardIteratorType = 'TRIM_HORIZON',
  ): Promise<string | undefined> => {
    const input = { StreamName, ShardId: String(shard), ShardIteratorType };
    return (await client.send(new GetShardIteratorCommand(input))).ShardIterator;
  };

  async function read(ShardIterator: string | undefined): Promise<number[]> {
    const { Records } = await client.send(new GetRecordsCommand({ ShardIterator }));
    return (Records ?? []).map(({ Data }) => Number(Buffer.from(Data ?? []).toString()));
  }

  async function readAll(StreamName: string): Promise<number[]> {
    const shards = [await iterator(StreamName, 0), await iterator(StreamName, 1)];
    return (await Promise.all(shards.map(read))).flat().sort((a, b) => a - b);
  }

  const purge = () => control(engine.ready.http, 'purgeStream', { streamName: 's' });
  const range = (from: number, end: number): number[] =>
    Array.from({ length: end - from }, (_, index) => from + index);

  it('leaves nothing to read, and other streams alone', async () => {
    await put('s', 0, 100);
    await put('other', 0, 5);
    assert.deepEqual(
      [await purge(), await readAll('s'), await readAll('other'), await purge()],
      [{ purgedRecords: 100 }, [], range(0, 5), { purgedRecords: 0 }],
    );
  });

  it('keeps shards, the order of sequence numbers, and iterators that were given out', async () => {
    const shards = await client.send(new ListShardsCommand({ StreamName: 's' }));
    const before = await put('s', 0, 100);
    const iterators = [await iterator('s', 0), await iterator('s', 1)];
    await purge();
    const after = await put('s', 100, 120);
    const read120 = (await Promise.all(iterators.map(read))).flat().sort((a, b) => a - b);
    assert.deepEqual(
      {
        shards: (await client.send(new ListShardsCommand({ StreamName: 's' }))).Shards,
        read: read120,
        isInOrder: before.every(
          (numbers, shard) => (numbers.at(-1) ?? '') < (after[shard]?.[0] ?? ''),
        ),
      },
      { shards: shards.Shards, read: range(100, 120), isInOrder: true },
    );
  });

  it('holds after a restart, and when the sweeper has come by', async () => {
    await put('s', 0, 100);
    await purge();
    await put('s', 100, 103);
    await stop();
    await start();
    const kept = await readAll('s');
    await clock.advance(1_000);
    await stop();
    await start();
    assert.deepEqual([kept, await readAll('s')], [range(100, 103), range(100, 103)]);
  });

  it('says that there is no such stream, and what it wants to know', async () => {
    const { http } = engine.ready;
    await assert.rejects(control(http, 'purgeStream', { streamName: 'absent' }), {
      message: 'There is no stream absent in us-east-1.',
    });
    await assert.rejects(control(http, 'purgeStream', { name: 's' }), {
      message: 'Say which stream by streamName and, if need be, region and account.',
    });
  });
});
