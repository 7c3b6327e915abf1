import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  PutRecordCommand,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis';
import { PAGE_BYTES } from '../../src/engine/limits.ts';
import { type EngineProcess, kinesisClient, readyOf, spawnEngine } from '../support/engine.ts';
import { comesTrue, eventually } from '../support/eventually.ts';

const StreamName = 's';
const DATABASE = 'kinesis.db';
/** Only Linux says how much a process has written. */
const CAN_COUNT_BYTES = existsSync('/proc/self/io');

describe('what is on the disk', () => {
  let dataDir: string;
  const engines: EngineProcess[] = [];

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'durability-'));
  });
  afterEach(async () => {
    for (const engine of engines.splice(0)) await engine.stop('SIGKILL');
    await rm(dataDir, { recursive: true });
  });

  async function start(dir = dataDir): Promise<EngineProcess> {
    const engine = await spawnEngine(['--data-dir', dir, '--limits', 'off']);
    engines.push(engine);
    return engine;
  }

  async function withClient<T>(
    engine: EngineProcess,
    work: (client: KinesisClient) => Promise<T>,
  ): Promise<T> {
    const client = kinesisClient(readyOf(engine).http);
    try {
      return await work(client);
    } finally {
      client.destroy();
    }
  }

  it('is saved as far as it can be read when it was damaged, and stays as it was', async () => {
    const engine = await start();
    const put = await withClient(engine, async (client) => {
      await createActive(client);
      return putBatches(client, 4);
    });
    await engine.stop();
    const path = join(dataDir, DATABASE);
    const bytes = await readFile(path);
    const pages = bytes.length / PAGE_BYTES;
    for (const part of [0.3, 0.6]) {
      const from = Math.floor(pages * part) * PAGE_BYTES;
      bytes.fill(0xa5, from, from + 3 * PAGE_BYTES);
    }
    await writeFile(path, bytes);
    const { firstLine } = await start();
    const again = await start();
    assert.ok(!firstLine.ready && !again.firstLine.ready);
    const [, count, directory = ''] =
      /(\d+) records of 1 streams could be read and are saved in (.+): start/.exec(
        firstLine.message,
      ) ?? [];
    assert.match(again.firstLine.message, /What an earlier start could read is saved in /);
    assert.equal(Buffer.compare(await readFile(path), bytes), 0);
    const saved = await withClient(await start(directory), readAll);
    assert.equal(saved.size, Number(count));
    assert.deepEqual(
      [...saved].filter(([number, text]) => put.get(number) !== text),
      [],
    );
    // Of 2,000 records some 90 stood where the damage is.
    assert.ok(saved.size >= 1_800, `${String(saved.size)} were saved`);
  });

  it('serves what it has when the end of its log is torn off, and says so', async () => {
    const engine = await start();
    const put: string[] = [];
    await withClient(engine, async (client) => {
      await createActive(client);
      for (let index = 0; index < 50; index += 1) {
        const Data = Buffer.from(String(index));
        await client.send(new PutRecordCommand({ StreamName, PartitionKey: 'k', Data }));
        put.push(String(index));
      }
    });
    await engine.stop('SIGKILL');
    const log = join(dataDir, `${DATABASE}-wal`);
    await truncate(log, (await stat(log)).size - 100);
    const torn = await readFile(log);
    const again = await start();
    const kept = await withClient(again, readAll);
    assert.deepEqual([...kept.values()], put.slice(0, -1));
    const warning = `The last write before the engine last ended cannot be read, because its log is damaged; what came before is there. The log as it was is kept in ${log}.damaged.`;
    assert.equal(readyOf(again).warning, warning);
    await comesTrue(() => assert.ok(again.stderr().includes(warning)));
    assert.equal(Buffer.compare(await readFile(`${log}.damaged`), torn), 0);
  });

  if (CAN_COUNT_BYTES) {
    it('grows by what is put, however much there is already', async () => {
      const engine = await start();
      const written = await withClient(engine, async (client) => {
        await createActive(client);
        const growth: number[] = [];
        for (let round = 0; round < 4; round += 1) {
          const before = bytesWrittenBy(engine);
          await putBatches(client, 60);
          growth.push(bytesWrittenBy(engine) - before);
        }
        return growth;
      });
      // Each round puts 15 MB. The log, folded every 16 MB or a little later, makes them differ by one
      // folding; the first round may see none.
      const [, second = 0, , last = 0] = written;
      assert.ok(last < 1.6 * second, `bytes written: ${written.join(', ')}`);
    });
  }
});

async function createActive(client: KinesisClient): Promise<void> {
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  await eventually(async () => {
    const { StreamDescriptionSummary } = await client.send(
      new DescribeStreamSummaryCommand({ StreamName }),
    );
    return StreamDescriptionSummary?.StreamStatus === 'ACTIVE';
  });
}

/** The data of what was put, by sequence number. */
async function putBatches(client: KinesisClient, batches: number): Promise<Map<string, string>> {
  const put = new Map<string, string>();
  for (let batch = 0; batch < batches; batch += 1) {
    const Records = Array.from({ length: 500 }, (_, index) => ({
      PartitionKey: String(index),
      Data: Buffer.from(`${String(batch)}/${String(index)}/${'x'.repeat(500)}`),
    }));
    const answer = await client.send(new PutRecordsCommand({ StreamName, Records }));
    answer.Records?.forEach(({ SequenceNumber }, index) => {
      put.set(SequenceNumber ?? '', Records[index]?.Data.toString() ?? '');
    });
  }
  return put;
}

async function readAll(client: KinesisClient): Promise<Map<string, string>> {
  const records = new Map<string, string>();
  let { ShardIterator } = await client.send(
    new GetShardIteratorCommand({ StreamName, ShardId: '0', ShardIteratorType: 'TRIM_HORIZON' }),
  );
  for (let behind = true; behind;) {
    const page = await client.send(new GetRecordsCommand({ ShardIterator }));
    for (const { SequenceNumber, Data } of page.Records ?? []) {
      records.set(SequenceNumber ?? '', Buffer.from(Data ?? []).toString());
    }
    ShardIterator = page.NextShardIterator;
    behind = page.MillisBehindLatest !== 0;
  }
  return records;
}

function bytesWrittenBy({ child }: EngineProcess): number {
  const text = readFileSync(`/proc/${String(child.pid)}/io`, 'utf8');
  return Number(/^wchar: (\d+)$/m.exec(text)?.[1]);
}
