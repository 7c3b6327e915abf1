import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  DescribeStreamSummaryCommand,
  type KinesisClient,
  ListShardsCommand,
  MergeShardsCommand,
  SplitShardCommand,
  UpdateShardCountCommand,
} from '@aws-sdk/client-kinesis';
import { createConnection } from '../../src/aws/sdk.ts';
import type { Connection } from '../../src/aws/service.ts';
import { systemClock } from '../../src/base/systemClock.ts';
import { TailSession } from '../../src/tail/session.ts';
import { type EngineProcess, kinesisClient, readyOf, spawnEngine } from '../support/engine.ts';

const StreamName = 's';
/** Enough to reach every shard, few enough that each is put to all the time. */
const KEYS = Array.from({ length: 8 }, (_, index) => `key ${String(index)}`);
const THREE_QUARTERS = (3n << 126n).toString();

describe('a tail of a stream that is resharded under load', () => {
  const { signal } = new AbortController();
  let engine: EngineProcess;
  let connection: Connection;
  let client: KinesisClient;
  let session: TailSession;
  /** How many records each key has, acknowledged. */
  let counts: Map<string, number>;

  beforeEach(async () => {
    counts = new Map(KEYS.map((key) => [key, 0]));
    engine = await spawnEngine(['--limits', 'off', '--transition-ms', '20']);
    const { http: endpoint } = readyOf(engine);
    client = kinesisClient(endpoint);
    connection = createConnection({ kind: 'local', endpoint, region: 'us-east-1' });
    const { streams } = connection;
    await streams.createStream({ streamName: 's', mode: 'PROVISIONED', shardCount: 2 }, signal);
    while ((await status()) !== 'ACTIVE');
    session = new TailSession({
      source: streams,
      clock: systemClock,
      random: () => 0,
      connectionName: 'Local engine',
      streamName: StreamName,
      position: { type: 'TRIM_HORIZON' },
      shards: 'all',
      pollIntervalMs: 20,
    });
  });

  afterEach(async () => {
    session.dispose();
    connection.dispose();
    client.destroy();
    await engine.stop();
  });

  /** Puts the next record of every key. */
  async function putRound(): Promise<void> {
    await Promise.all(
      KEYS.map(async (partitionKey) => {
        const count = counts.get(partitionKey) ?? 0;
        const data = new TextEncoder().encode(`${partitionKey}/${String(count)}`);
        await connection.streams.putRecord(StreamName, { data, partitionKey }, signal);
        counts.set(partitionKey, count + 1);
      }),
    );
  }

  /** Keeps putting while the stream becomes ACTIVE again, and for a while after. */
  async function putUntilActive(): Promise<void> {
    for (let after = 0; after < 3;) {
      await putRound();
      if ((await status()) === 'ACTIVE') after += 1;
    }
  }

  async function status(): Promise<string | undefined> {
    const answer = await client.send(new DescribeStreamSummaryCommand({ StreamName }));
    return answer.StreamDescriptionSummary?.StreamStatus;
  }

  async function openShardIds(): Promise<string[]> {
    const { Shards = [] } = await client.send(
      new ListShardsCommand({ StreamName, ShardFilter: { Type: 'AT_LATEST' } }),
    );
    const start = (shard: (typeof Shards)[number]): bigint =>
      BigInt(shard.HashKeyRange?.StartingHashKey ?? 0);
    return Shards.sort((a, b) => (start(a) < start(b) ? -1 : 1)).map(
      (shard) => shard.ShardId ?? '',
    );
  }

  async function reshard(): Promise<void> {
    await putUntilActive();
    await client.send(
      new SplitShardCommand({
        StreamName,
        ShardToSplit: '1',
        NewStartingHashKey: THREE_QUARTERS,
      }),
    );
    await putUntilActive();
    const [ShardToMerge, AdjacentShardToMerge] = await openShardIds();
    await client.send(new MergeShardsCommand({ StreamName, ShardToMerge, AdjacentShardToMerge }));
    for (const TargetShardCount of [3, 5, 4, 2]) {
      await putUntilActive();
      await client.send(
        new UpdateShardCountCommand({
          StreamName,
          TargetShardCount,
          ScalingType: 'UNIFORM_SCALING',
        }),
      );
    }
    await putUntilActive();
  }

  /** Resolves when the tail has so many records; the runner's timeout bounds the wait. */
  function received(count: number): Promise<void> {
    if (session.counts.received >= count) return Promise.resolve();
    return new Promise((resolve) => {
      const subscription = session.onAdvanced((seen) => {
        if (seen.received < count) return;
        subscription.dispose();
        resolve();
      });
    });
  }

  function shown(): string[] {
    const { generation, first, end } = session.counts;
    const previews: string[] = [];
    for (let from = first; from < end; from += 500) {
      const { rows } = session.rows({ generation, from, count: Math.min(500, end - from) });
      previews.push(...rows.map(({ preview }) => preview));
    }
    return previews;
  }

  it('shows the records of every key once and in their order', async () => {
    session.start();
    await reshard();
    const expected = KEYS.flatMap((key) =>
      Array.from({ length: counts.get(key) ?? 0 }, (_, count) => `${key}/${String(count)}`),
    );
    await received(expected.length);
    const records = shown();
    const byKey = KEYS.flatMap((key) => records.filter((text) => text.startsWith(`${key}/`)));
    assert.deepEqual(byKey, expected);
    assert.equal((await openShardIds()).length, 2);
  });
});
