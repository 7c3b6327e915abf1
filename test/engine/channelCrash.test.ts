import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CreateChannelCommand,
  CreateStreamCommand,
  DescribeChannelCommand,
  type KinesisClient,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis';
import { channelInput, storage } from '../support/channels.ts';
import { type EngineProcess, kinesisClient, readyOf, spawnEngine } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';
import { directory, objectsIn } from '../support/firehose.ts';
import { seededRandom } from '../support/seededRandom.ts';

const ROUNDS = 6;
const SEED = 3;
const RECORDS_PER_BATCH = 20;

test('an engine that is killed again and again delivers each record once', async (context) => {
  const dataDir = directory();
  const random = seededRandom(SEED);
  const acknowledged: string[] = [];
  let engine: EngineProcess | undefined;
  context.after(() => engine?.stop('SIGKILL'));
  for (let round = 0; round <= ROUNDS; round++) {
    engine = await spawnEngine(['--data-dir', dataDir, '--limits', 'off', '--transition-ms', '0']);
    const client = kinesisClient(readyOf(engine).http);
    if (round === 0) await createChannel(client);
    // Deliveries come every second of the engine's own time, so a kill finds them at any point.
    const batches = round === ROUNDS ? 0 : 50 + Math.floor(random() * 300);
    for (let batch = 0; batch < batches; batch++) {
      acknowledged.push(...(await putBatch(client, `${String(round)}.${String(batch)}`)));
    }
    if (round < ROUNDS) await engine.stop('SIGKILL');
    client.destroy();
  }
  const delivered = await eventually(() => {
    const records = recordsIn(dataDir);
    return records.length >= acknowledged.length ? records : undefined;
  });
  const once = new Set(delivered);
  const missing = acknowledged.filter((record) => !once.has(record));
  assert.deepEqual(
    {
      missing,
      repeated: delivered.length - once.size,
      objects: objectsIn(dataDir).length > 1,
    },
    { missing: [], repeated: 0, objects: true },
    `seed ${String(SEED)}`,
  );
});

async function createChannel(client: KinesisClient): Promise<void> {
  await client.send(
    new CreateStreamCommand({
      StreamName: 'orders',
      StreamModeDetails: { StreamMode: 'ON_DEMAND' },
    }),
  );
  const input = channelInput('lake', {
    S3DestinationConfiguration: { DataFreshnessInSeconds: 1, StorageConfiguration: storage() },
  });
  const { ChannelARN } = await eventually(async () => {
    const answer = await client.send(new CreateChannelCommand(input)).catch(() => undefined);
    return answer?.ChannelDescription;
  });
  await eventually(async () => {
    const answer = await client.send(new DescribeChannelCommand({ ChannelARN }));
    return answer.ChannelDescription?.ChannelStatus === 'ACTIVE';
  });
}

async function putBatch(client: KinesisClient, name: string): Promise<string[]> {
  const records = Array.from(
    { length: RECORDS_PER_BATCH },
    (_, index) => `${name}.${String(index)}`,
  );
  await client.send(
    new PutRecordsCommand({
      StreamName: 'orders',
      Records: records.map((record) => ({
        PartitionKey: record,
        Data: Buffer.from(`${record}\n`),
      })),
    }),
  );
  return records;
}

function recordsIn(dataDir: string): string[] {
  return objectsIn(dataDir).flatMap(({ body }) => body.toString().split('\n').slice(0, -1));
}
