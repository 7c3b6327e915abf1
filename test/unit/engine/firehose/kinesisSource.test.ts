import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { DeliveryStreamDetails } from '../../../../src/engine/firehose/definition.ts';
import { FirehoseService } from '../../../../src/engine/firehose/service.ts';
import { s3SettingsOf } from '../../../../src/engine/firehose/s3Settings.ts';
import { KinesisService } from '../../../../src/engine/kinesis/service.ts';
import { silentLog } from '../../../../src/engine/log.ts';
import { Store } from '../../../../src/engine/store/store.ts';
import { FakeClock, settle } from '../../../support/fakeClock.ts';

const SOURCE = { region: 'us-east-1', name: 'source' };

const details: Omit<DeliveryStreamDetails, 'status' | 'createdMs'> = {
  type: 'KinesisStreamAsSource',
  versionId: '1',
  destination: s3SettingsOf({
    RoleARN: 'arn:aws:iam::000000000000:role/r',
    BucketARN: 'arn:aws:s3:::lake',
    BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 1 },
  }),
  kinesisSource: {
    kinesisStreamArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/source',
    roleArn: 'arn:aws:iam::000000000000:role/r',
    streamName: 'source',
    startedMs: 0,
  },
  tags: [],
};

async function world(context: TestContext) {
  const store = new Store();
  const clock = new FakeClock();
  const options = { store, clock, log: silentLog, account: '000000000000', transitionMs: 0 };
  const kinesis = new KinesisService({ ...options, limits: false });
  const delivered: string[] = [];
  const openFirehose = (): FirehoseService => {
    const service = new FirehoseService({
      ...options,
      kinesis,
      random: () => 0,
      uuid: () => 'uuid',
      objects: {
        put: ({ body }) => {
          delivered.push(Buffer.from(body).toString());
          return Promise.resolve();
        },
      },
    });
    context.after(() => service.close());
    return service;
  };
  const pass = async (ms: number): Promise<void> => {
    for (let step = 0; step < 10; step++) {
      await clock.advance(ms / 10);
      // Each commit on the way takes a turn of the event loop.
      for (let turn = 0; turn < 4; turn++) await settle();
    }
  };
  const put = (...texts: string[]) =>
    kinesis.putRecords(
      SOURCE,
      texts.map((text) => ({ partitionKey: text, data: Buffer.from(text) })),
    );
  const createSource = async (shardCount: number): Promise<void> => {
    await kinesis.createStreamIfAbsent(SOURCE, shardCount);
    await pass(10);
  };
  context.after(() => {
    kinesis.dispose();
  });
  return { store, clock, kinesis, delivered, openFirehose, pass, put, createSource };
}

function lettersOf(delivered: readonly string[]): string {
  return [...delivered.join('')].sort().join('');
}

test('every shard is read from its latest record on', async (context) => {
  const { createSource, delivered, openFirehose, pass, put } = await world(context);
  await createSource(4);
  await put(...'ABCDEFGH');
  await openFirehose().create('us-east-1', 'copy', details);
  await put(...'abcdefgh');
  await pass(2000);
  assert.equal(lettersOf(delivered), 'abcdefgh');
});

test('a restart neither loses nor repeats a record', async (context) => {
  const { createSource, delivered, openFirehose, pass, put } = await world(context);
  await createSource(2);
  const first = openFirehose();
  await first.create('us-east-1', 'copy', details);
  await put(...'abc');
  await pass(10);
  await first.close();
  await put(...'def');
  openFirehose();
  await put(...'ghi');
  await pass(3000);
  assert.equal(lettersOf(delivered), 'abcdefghi');
});

test('a source that is deleted and created again is read from its beginning', async (context) => {
  const { createSource, delivered, kinesis, openFirehose, pass, put } = await world(context);
  await createSource(1);
  await openFirehose().create('us-east-1', 'copy', details);
  await put(...'abc');
  await pass(2000);
  const stream = kinesis.find(SOURCE);
  assert.ok(stream);
  await kinesis.catalog.delete(stream);
  await pass(10);
  await createSource(1);
  await put(...'d');
  await pass(2000);
  assert.equal(lettersOf(delivered), 'abcd');
});

test('a full store is tried again, and nothing is lost or doubled', async (context) => {
  const { createSource, delivered, openFirehose, pass, put, store } = await world(context);
  await createSource(1);
  await openFirehose().create('us-east-1', 'copy', details);
  store.database.exec(
    "CREATE TEMP TRIGGER full BEFORE INSERT ON delivery_records BEGIN SELECT RAISE(ABORT, 'full'); END",
  );
  await put(...'abc');
  await pass(2000);
  assert.deepEqual(delivered, []);
  store.database.exec('DROP TRIGGER full');
  await pass(60_000);
  assert.equal(lettersOf(delivered), 'abc');
});

test('a deleted delivery stream reads no more and leaves nothing in the store', async (context) => {
  const { clock, createSource, delivered, openFirehose, pass, put, store } = await world(context);
  await createSource(1);
  const firehose = openFirehose();
  await firehose.create('us-east-1', 'copy', details);
  await pass(10);
  await put(...'abc');
  await firehose.delete('us-east-1', 'copy');
  await put(...'def');
  await pass(5000);
  const rows = ['streams', 'records', 'checkpoints'].map(
    (table) => store.database.prepare(`SELECT COUNT(*) AS n FROM delivery_${table}`).get()?.n,
  );
  assert.deepEqual([delivered, rows, firehose.size], [[], [0, 0, 0], 0]);
  await firehose.close();
  assert.ok(clock.pending <= 1, 'only the retention sweeper may still have a timer');
});
