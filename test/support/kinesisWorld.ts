/** One stream of an engine in this process, with a clock that a test moves and a real SDK client. */
import {
  CreateStreamCommand,
  type CreateStreamCommandInput,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  PutRecordCommand,
  type PutRecordCommandInput,
  type PutRecordCommandOutput,
  type _Record,
  type StreamDescriptionSummary,
} from '@aws-sdk/client-kinesis';
import type { Engine } from '../../src/engine/engine.ts';
import type { EngineOptions } from '../../src/engine/part.ts';
import { kinesisClient, startTestEngine } from './engine.ts';
import { FakeClock } from './fakeClock.ts';

export const StreamName = 's';
export const StreamARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/s';
export const TRANSITION_MS = 100;
export const HOUR_MS = 3_600_000;

export class KinesisWorld {
  readonly clock = new FakeClock();
  engine: Engine;
  client: KinesisClient;

  private constructor(engine: Engine, clock: FakeClock) {
    this.engine = engine;
    this.clock = clock;
    this.client = kinesisClient(engine.ready.http);
  }

  static async start(options: Partial<EngineOptions> = {}): Promise<KinesisWorld> {
    const clock = new FakeClock();
    const engine = await startTestEngine({ transitionMs: TRANSITION_MS, ...options }, { clock });
    return new KinesisWorld(engine, clock);
  }

  /** Stops the engine and starts it with these options, at the same time of the clock. */
  async restart(options: Partial<EngineOptions>): Promise<void> {
    await this.stop();
    this.engine = await startTestEngine(
      { transitionMs: TRANSITION_MS, ...options },
      { clock: this.clock },
    );
    this.client = kinesisClient(this.engine.ready.http);
  }

  async stop(): Promise<void> {
    this.client.destroy();
    await this.engine.stop();
  }

  /** Resolves when it is ACTIVE. */
  async create(input: Partial<CreateStreamCommandInput> = { ShardCount: 1 }): Promise<void> {
    await this.client.send(new CreateStreamCommand({ StreamName, ...input }));
    await this.active();
  }

  /** The disk is flushed beside the event loop, so that the clock alone does not tell. */
  async active(): Promise<void> {
    do await this.clock.advance(TRANSITION_MS);
    while ((await this.summary()).StreamStatus !== 'ACTIVE');
  }

  async summary(): Promise<Partial<StreamDescriptionSummary>> {
    const answer = await this.client.send(new DescribeStreamSummaryCommand({ StreamName }));
    return answer.StreamDescriptionSummary ?? {};
  }

  /** Some members of the summary while a change is under way, and after it. */
  async around(
    change: () => Promise<unknown>,
    ...names: (keyof StreamDescriptionSummary)[]
  ): Promise<unknown[]> {
    const pick = async (): Promise<unknown[]> => {
      const all = await this.summary();
      return [all.StreamStatus, ...names.map((name) => all[name])];
    };
    await change();
    const during = await pick();
    await this.active();
    return [during, await pick()];
  }

  async put(input: Partial<PutRecordCommandInput> = {}): Promise<PutRecordCommandOutput> {
    return this.client.send(
      new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: Buffer.from('x'), ...input }),
    );
  }

  /** What one GetRecords gives from the oldest record on. */
  async read(ShardId = '0'): Promise<_Record[]> {
    const { ShardIterator } = await this.client.send(
      new GetShardIteratorCommand({ StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
    );
    const { Records } = await this.client.send(new GetRecordsCommand({ ShardIterator }));
    return Records ?? [];
  }
}
