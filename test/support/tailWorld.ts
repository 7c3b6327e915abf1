import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type KinesisClient, ListShardsCommand } from '@aws-sdk/client-kinesis';
import { createConnection } from '../../src/aws/sdk.ts';
import type { Connection } from '../../src/aws/service.ts';
import type { TailSession } from '../../src/tail/session.ts';
import type { TailSessionOptions } from '../../src/tail/sessionOptions.ts';
import { type EngineProcess, kinesisClient, readyOf, spawnEngine } from './engine.ts';
import { eventually } from './eventually.ts';
import { type ReadingWay, tailOver } from './tails.ts';

/** Of the world's stream. */
export const StreamName = 's';

export interface OpenShard {
  readonly shardId: string;
  readonly start: bigint;
  readonly end: bigint;
}

/** One stream of an engine that is a process of its own, and tails of it as the editor makes them. */
export class TailWorld {
  /** Never aborts; for calls that want a signal. */
  readonly signal = new AbortController().signal;
  readonly connection: Connection;
  readonly client: KinesisClient;
  readonly endpoint: string;
  private engine: EngineProcess;
  private readonly args: readonly string[];
  private readonly dataDir: string | undefined;
  private readonly tails: TailSession[] = [];

  private constructor(engine: EngineProcess, args: readonly string[], dataDir: string | undefined) {
    this.engine = engine;
    this.args = args;
    this.dataDir = dataDir;
    this.endpoint = readyOf(engine).http;
    this.client = kinesisClient(this.endpoint);
    this.connection = createConnection({
      kind: 'local',
      endpoint: this.endpoint,
      region: 'us-east-1',
    });
  }

  /** `isKept`: on disk, so that what was acknowledged outlives the engine. */
  static async start(
    options: { args?: readonly string[]; shardCount?: number; isKept?: boolean } = {},
  ): Promise<TailWorld> {
    const { args = [], shardCount = 2, isKept = false } = options;
    const dataDir = isKept ? await mkdtemp(join(tmpdir(), 'tail-')) : undefined;
    const all = [...args, ...(dataDir === undefined ? [] : ['--data-dir', dataDir])];
    const world = new TailWorld(await spawnEngine(all), all, dataDir);
    await world.createStream(shardCount);
    return world;
  }

  /** Resolves when it is ACTIVE. */
  async createStream(shardCount: number): Promise<void> {
    const { streams } = this.connection;
    await streams.createStream(
      { streamName: StreamName, mode: 'PROVISIONED', shardCount },
      this.signal,
    );
    await this.active();
  }

  async active(): Promise<void> {
    const { streams } = this.connection;
    await eventually(
      async () =>
        (await streams.describeStreamSummary(StreamName, this.signal)).status === 'ACTIVE',
    );
  }

  /** A tail that reads already, and ends with this world. */
  tail(way: ReadingWay, options: Partial<TailSessionOptions> = {}): TailSession {
    const session = tailOver(this.connection, way, options);
    this.tails.push(session);
    session.start();
    return session;
  }

  async put(text: string, partitionKey = text): Promise<void> {
    const data = new TextEncoder().encode(text);
    await this.connection.streams.putRecord(StreamName, { data, partitionKey }, this.signal);
  }

  /** In the order of their hash keys. */
  async openShards(): Promise<OpenShard[]> {
    const { Shards = [] } = await this.client.send(
      new ListShardsCommand({ StreamName, ShardFilter: { Type: 'AT_LATEST' } }),
    );
    return Shards.map(({ ShardId = '', HashKeyRange }) => ({
      shardId: ShardId,
      start: BigInt(HashKeyRange?.StartingHashKey ?? 0),
      end: BigInt(HashKeyRange?.EndingHashKey ?? 0),
    })).sort((a, b) => (a.start < b.start ? -1 : 1));
  }

  /** No word to those it serves, and nothing tidied up. */
  async kill(): Promise<void> {
    await this.engine.stop('SIGKILL');
  }

  /** At the same port, with what it kept. */
  async startAgain(): Promise<void> {
    this.engine = await spawnEngine([...this.args, '--port', new URL(this.endpoint).port]);
  }

  async stop(): Promise<void> {
    for (const session of this.tails) session.dispose();
    this.connection.dispose();
    this.client.destroy();
    await this.engine.stop();
    if (this.dataDir !== undefined) await rm(this.dataDir, { recursive: true });
  }
}
