import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  type KinesisClient,
  ListShardsCommand,
  MergeShardsCommand,
  PutRecordsCommand,
  SplitShardCommand,
} from '@aws-sdk/client-kinesis';
import { createConnection } from '../../src/aws/sdk.ts';
import type { Connection } from '../../src/aws/service.ts';
import { systemClock } from '../../src/base/systemClock.ts';
import { TailSession } from '../../src/tail/session.ts';
import { type EngineProcess, kinesisClient, readyOf, spawnEngine } from '../support/engine.ts';
import { seededRandom } from '../support/seededRandom.ts';

const StreamName = 's';
const RESHARDS = 240;
const OPEN_SHARDS_MAX = 12;
/** Each is put once in a batch, so that the order of the batches is the order of each key. */
const KEYS = Array.from({ length: 250 }, (_, index) => `truck_${index}`);
const BATCHES_MIN = 200;
const SEED = 20_261_120;
/** The stream is busy with a change, or has just changed: the shard is a closed one by now. */
const BUSY = new Set(['ResourceInUseException', 'InvalidArgumentException']);

interface OpenShard {
  readonly shardId: string;
  readonly start: bigint;
  readonly end: bigint;
}

/** Hundreds of splits and merges while 250 keys are written to as fast as the engine takes them. */
describe('a tail of a stream in a storm of reshards', () => {
  const { signal } = new AbortController();
  const random = seededRandom(SEED);
  let engine: EngineProcess;
  let connection: Connection;
  let client: KinesisClient;
  let session: TailSession;

  beforeEach(async () => {
    engine = await spawnEngine(['--limits', 'off', '--transition-ms', '0']);
    const { http: endpoint } = readyOf(engine);
    client = kinesisClient(endpoint);
    connection = createConnection({ kind: 'local', endpoint, region: 'us-east-1' });
    const { streams } = connection;
    await streams.createStream({ streamName: 's', mode: 'PROVISIONED', shardCount: 4 }, signal);
    while ((await openShards()).length < 4);
  });

  afterEach(async () => {
    session.dispose();
    connection.dispose();
    client.destroy();
    await engine.stop();
  });

  /** Reads by polling, or is pushed to as tails of the local engine are. */
  function open(mode: 'polling' | 'push'): TailSession {
    const { streams, consumers } = connection;
    return new TailSession({
      source: {
        listShards: (...given) => streams.listShards(...given),
        getShardIterator: (...given) => streams.getShardIterator(...given),
        getRecords: (...given) => streams.getRecords(...given),
        ...(mode === 'push' ? { push: consumers } : {}),
      },
      clock: systemClock,
      random: () => 0,
      connectionName: 'Local engine',
      streamName: StreamName,
      position: { type: 'TRIM_HORIZON' },
      shards: 'all',
      windowRecordsMax: 1_000_000,
      pollIntervalMs: 20,
      ...(mode === 'push' ? { push: { mode, isAutomatic: true } } : {}),
    });
  }

  async function putBatch(round: number): Promise<void> {
    const Records = KEYS.map((PartitionKey) => ({
      PartitionKey,
      Data: new TextEncoder().encode(`${PartitionKey}/${round}`),
    }));
    const answer = await client.send(new PutRecordsCommand({ StreamName, Records }));
    assert.equal(answer.FailedRecordCount, 0);
  }

  async function openShards(): Promise<OpenShard[]> {
    const { Shards = [] } = await client.send(
      new ListShardsCommand({ StreamName, ShardFilter: { Type: 'AT_LATEST' } }),
    );
    return Shards.map(({ ShardId = '', HashKeyRange }) => ({
      shardId: ShardId,
      start: BigInt(HashKeyRange?.StartingHashKey ?? 0),
      end: BigInt(HashKeyRange?.EndingHashKey ?? 0),
    })).sort((a, b) => (a.start < b.start ? -1 : 1));
  }

  /** Splits or merges, whatever the numbers say; false while the last change is still under way. */
  async function reshard(): Promise<boolean> {
    const shards = await openShards();
    const index = Math.floor(random() * (shards.length - 1));
    const [one, two] = shards.slice(index, index + 2);
    if (!one || !two) throw new Error('There are no two shards');
    const isFull = shards.length >= OPEN_SHARDS_MAX;
    const command =
      isFull || (shards.length > 2 && random() < 0.45)
        ? new MergeShardsCommand({
            StreamName,
            ShardToMerge: one.shardId,
            AdjacentShardToMerge: two.shardId,
          })
        : new SplitShardCommand({
            StreamName,
            ShardToSplit: one.shardId,
            NewStartingHashKey: String((one.start + one.end) / 2n + 1n),
          });
    try {
      await client.send(command as SplitShardCommand);
      return true;
    } catch (error) {
      if (error instanceof Error && BUSY.has(error.name)) return false;
      throw error;
    }
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

  /** The rounds of each key, in the order in which they were shown. */
  function shown(): Map<string, number[]> {
    const { generation, first, end } = session.counts;
    const rounds = new Map<string, number[]>(KEYS.map((key) => [key, []]));
    for (let from = first; from < end; from += 500) {
      const { rows } = session.rows({ generation, from, count: Math.min(500, end - from) });
      for (const { partitionKey, preview } of rows) {
        rounds.get(partitionKey)?.push(Number(preview.slice(partitionKey.length + 1)));
      }
    }
    return rounds;
  }

  for (const mode of ['polling', 'push'] as const) {
    it(`shows every record once and each key's in order, by ${mode} (seed ${SEED})`, async () => {
      session = open(mode);
      session.start();
      const storm = new AbortController();
      let batches = 0;
      const putting = (async () => {
        while (!storm.signal.aborted || batches < BATCHES_MIN) await putBatch(batches++);
      })();
      for (let count = 0; count < RESHARDS;) if (await reshard()) count++;
      storm.abort();
      await putting;
      await received(batches * KEYS.length);
      const inOrder = Array.from({ length: batches }, (_, round) => round);
      for (const [key, rounds] of shown()) assert.deepEqual(rounds, inOrder, key);
      const lineage = session.lineage();
      assert.ok(lineage.shards.length + lineage.left > RESHARDS);
      assert.equal(session.counts.dropped, 0);
    });
  }
});
