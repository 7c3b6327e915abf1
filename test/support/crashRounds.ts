/**
 * Kills an engine under load, again and again, and checks after each restart that everything that
 * it acknowledged is still there: records with their sequence numbers and in order, and streams.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  ListStreamsCommand,
  PutRecordCommand,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis';
import { compareSequenceNumbers } from '../../src/formats/sequenceNumber.ts';
import { ENGINE_MAIN, kinesisClient, readyOf, spawnEngine } from './engine.ts';
import { eventually } from './eventually.ts';
import { seededRandom } from './seededRandom.ts';

const STREAM = 'crash';
const SHARDS = ['shardId-000000000000', 'shardId-000000000001', 'shardId-000000000002'];
const WRITERS = 4;
/** A kill comes at most this long after the load has its first answer, or the start has begun. */
const LOAD_MS_MAX = 100;
const START_MS_MAX = 250;
/** The share of rounds before which an engine is killed while it starts. */
const KILLED_AT_START = 0.2;

export interface CrashReport {
  readonly killsUnderLoad: number;
  readonly killsAtStart: number;
  readonly acknowledgedRecords: number;
  readonly acknowledgedStreams: number;
  /** Sentences about what was lost or made up; empty when all is well. */
  readonly losses: readonly string[];
}

interface CrashOptions {
  readonly dataDir: string;
  readonly rounds: number;
  readonly seed: number;
  readonly onRound?: (round: number, acknowledgedRecords: number) => void;
}

/** Ends early when something is lost. */
export async function crashRounds(options: CrashOptions): Promise<CrashReport> {
  const { dataDir, rounds, seed, onRound } = options;
  const random = seededRandom(seed);
  const model = new Model();
  const losses: string[] = [];
  let killsUnderLoad = 0;
  let killsAtStart = 0;
  while (killsUnderLoad < rounds && losses.length === 0) {
    if (random() < KILLED_AT_START) {
      await killAtStart(dataDir, random() * START_MS_MAX);
      killsAtStart += 1;
    }
    losses.push(...(await crashUnderLoad(dataDir, model, random)));
    killsUnderLoad += 1;
    onRound?.(killsUnderLoad, model.records.size);
  }
  const engine = await Crashable.start(dataDir);
  losses.push(...(await model.check(engine.client)));
  await engine.kill();
  return {
    killsUnderLoad,
    killsAtStart,
    acknowledgedRecords: model.records.size,
    acknowledgedStreams: model.streams.size,
    losses,
  };
}

class Crashable {
  static async start(dataDir: string): Promise<Crashable> {
    const engine = await spawnEngine(['--data-dir', dataDir, '--limits', 'off']);
    return new Crashable(kinesisClient(readyOf(engine).http), async () => {
      await engine.stop('SIGKILL');
    });
  }

  readonly client: KinesisClient;
  private readonly end: () => Promise<void>;

  constructor(client: KinesisClient, end: () => Promise<void>) {
    this.client = client;
    this.end = end;
  }

  async kill(): Promise<void> {
    await this.end();
    this.client.destroy();
  }
}

async function killAtStart(dataDir: string, delayMs: number): Promise<void> {
  const args = [ENGINE_MAIN, 'engine', '--port', '0', '--data-dir', dataDir, '--limits', 'off'];
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  const exited = once(child, 'exit');
  await sleep(delayMs);
  child.kill('SIGKILL');
  await exited;
}

/** Checks what was kept so far, writes, and kills at a random moment. Gives what was lost. */
async function crashUnderLoad(
  dataDir: string,
  model: Model,
  random: () => number,
): Promise<string[]> {
  const engine = await Crashable.start(dataDir);
  const { client } = engine;
  const losses = await model.check(client);
  if (model.streams.size === 0) await createActive(client, model);
  const acknowledged = model.nextAcknowledged();
  const writers = Array.from({ length: WRITERS }, () => writeUntilItFails(client, model, random));
  await Promise.race([acknowledged, Promise.all(writers)]);
  await sleep(random() * LOAD_MS_MAX);
  await engine.kill();
  await Promise.all(writers);
  return losses;
}

async function createActive(client: KinesisClient, model: Model): Promise<void> {
  const input = { StreamName: STREAM, ShardCount: SHARDS.length };
  await client.send(new CreateStreamCommand(input));
  model.streams.add(STREAM);
  await eventually(async () => {
    const { StreamSummaries } = await client.send(new ListStreamsCommand());
    return StreamSummaries?.[0]?.StreamStatus === 'ACTIVE';
  });
}

/** Single puts, batches, and now and then a new stream. */
async function writeUntilItFails(
  client: KinesisClient,
  model: Model,
  random: () => number,
): Promise<void> {
  try {
    for (;;) {
      const kind = random();
      if (kind < 0.02) {
        const StreamName = model.nextStream();
        await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
        model.streams.add(StreamName);
      } else if (kind < 0.5) {
        const record = model.nextRecord(random);
        const answer = await client.send(new PutRecordCommand({ StreamName: STREAM, ...record }));
        model.acknowledge(answer.ShardId, answer.SequenceNumber, record.Data);
      } else {
        const Records = Array.from({ length: 1 + Math.floor(random() * 30) }, () =>
          model.nextRecord(random),
        );
        const answer = await client.send(new PutRecordsCommand({ StreamName: STREAM, Records }));
        answer.Records?.forEach(({ ShardId, SequenceNumber }, index) => {
          model.acknowledge(ShardId, SequenceNumber, Records[index]?.Data ?? Buffer.alloc(0));
        });
      }
    }
  } catch {
    // It was killed: what was under way may be kept or not.
  }
}

/** What was sent and what was acknowledged. */
class Model {
  readonly streams = new Set<string>();
  /** The data by shard and sequence number. */
  readonly records = new Map<string, string>();
  private readonly sent = new Set<string>();
  private streamCount = 0;
  private onAcknowledged: () => void = () => undefined;

  nextStream(): string {
    this.streamCount += 1;
    return `more-${String(this.streamCount)}`;
  }

  nextRecord(random: () => number): { PartitionKey: string; Data: Buffer } {
    const text = `${String(this.sent.size)}:${'x'.repeat(Math.floor(random() ** 4 * 5_000))}`;
    this.sent.add(text);
    return { PartitionKey: String(random()), Data: Buffer.from(text) };
  }

  acknowledge(shardId: string | undefined, number: string | undefined, data: Buffer): void {
    this.records.set(`${shardId ?? ''} ${number ?? ''}`, data.toString());
    this.onAcknowledged();
  }

  /** Resolves with the next record. */
  nextAcknowledged(): Promise<void> {
    return new Promise((resolve) => (this.onAcknowledged = resolve));
  }

  /** Sentences about what differs from the promise. */
  async check(client: KinesisClient): Promise<string[]> {
    if (this.streams.size === 0) return [];
    const losses: string[] = [];
    const kept = new Map<string, string>();
    for (const shardId of SHARDS) {
      let before = '0';
      for await (const { number, text } of readShard(client, shardId)) {
        if (compareSequenceNumbers(before, number) >= 0) losses.push(`${number} is out of order`);
        if (!this.sent.has(text)) losses.push(`${number} was never sent`);
        before = number;
        kept.set(`${shardId} ${number}`, text);
      }
    }
    for (const [place, text] of this.records) {
      if (kept.get(place) !== text) losses.push(`${place} was acknowledged and is lost`);
    }
    const names = await streamNames(client);
    for (const name of this.streams) {
      if (!names.has(name)) losses.push(`Stream ${name} was acknowledged and is lost`);
    }
    return losses;
  }
}

async function* readShard(
  client: KinesisClient,
  ShardId: string,
): AsyncGenerator<{ number: string; text: string }> {
  let { ShardIterator } = await client.send(
    new GetShardIteratorCommand({
      StreamName: STREAM,
      ShardId,
      ShardIteratorType: 'TRIM_HORIZON',
    }),
  );
  for (let behind = true; behind;) {
    const page = await client.send(new GetRecordsCommand({ ShardIterator }));
    for (const { SequenceNumber, Data } of page.Records ?? []) {
      yield { number: SequenceNumber ?? '', text: Buffer.from(Data ?? []).toString() };
    }
    ShardIterator = page.NextShardIterator;
    behind = page.MillisBehindLatest !== 0;
  }
}

async function streamNames(client: KinesisClient): Promise<Set<string>> {
  const names = new Set<string>();
  for (let NextToken: string | undefined, more = true; more;) {
    const page = await client.send(new ListStreamsCommand(NextToken ? { NextToken } : {}));
    for (const name of page.StreamNames ?? []) names.add(name);
    ({ NextToken } = page);
    more = page.HasMoreStreams === true;
  }
  return names;
}
