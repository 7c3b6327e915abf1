import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { ChannelDetails } from '../../../../src/engine/channels/details.ts';
import { loggingOf, s3DestinationOf } from '../../../../src/engine/channels/destination.ts';
import { type Channel, ChannelService } from '../../../../src/engine/channels/service.ts';
import { KinesisService } from '../../../../src/engine/kinesis/service.ts';
import { silentLog } from '../../../../src/engine/log.ts';
import type { S3Object } from '../../../../src/engine/objects/s3Folder.ts';
import { ChannelTable } from '../../../../src/engine/store/channels.ts';
import { Store } from '../../../../src/engine/store/store.ts';
import { FakeClock, settle } from '../../../support/fakeClock.ts';

const SOURCE = { region: 'us-east-1', name: 'orders' };
const IDENTITY = { id: 'id', account: '000000000000', region: 'us-east-1', name: 'lake' };
const NAMES = { channelName: 'lake', channelId: 'id', streamName: 'orders' };
const FRESH_MS = 300_000;
const MIB = 1024 * 1024;

/** Keeps objects as a bucket does; `failures` of the next puts fail, before or after they are kept. */
class Bucket {
  readonly objects = new Map<string, string>();
  puts = 0;
  failures: ('before' | 'after')[] = [];

  put({ key, body }: S3Object): Promise<void> {
    this.puts += 1;
    const failure = this.failures.shift();
    if (failure !== 'before') this.objects.set(key, Buffer.from(body).toString());
    return failure === undefined ? Promise.resolve() : Promise.reject(new Error('The disk failed'));
  }

  get text(): string {
    return [...this.objects.values()].join('');
  }

  get letters(): string {
    return [...this.text].sort().join('');
  }
}

async function world(context: TestContext) {
  const store = new Store();
  const clock = new FakeClock(Date.parse('2026-02-03T04:05:06Z'));
  const options = { store, clock, log: silentLog, account: IDENTITY.account, transitionMs: 0 };
  const kinesis = new KinesisService({ ...options, limits: false });
  const bucket = new Bucket();
  let uuids = 0;
  const open = (): ChannelService => {
    const service = new ChannelService({
      ...options,
      kinesis,
      table: new ChannelTable(store.database),
      objects: bucket,
      random: () => 0,
      uuid: () => `uuid-${String(uuids++)}`,
      limits: true,
    });
    context.after(() => service.close());
    return service;
  };
  const pass = async (ms: number): Promise<void> => {
    await clock.advance(ms);
    // Commits on the way go through the disk's thread.
    for (let turn = 0; turn < 60; turn++) await settle();
  };
  const put = (...texts: string[]) =>
    kinesis.putRecords(
      SOURCE,
      texts.map((text) => ({ partitionKey: text, data: Buffer.from(text) })),
    );
  await kinesis.createStreamIfAbsent(SOURCE, 2);
  await pass(10);
  context.after(() => {
    kinesis.dispose();
    store.close();
  });
  const create = async (service: ChannelService): Promise<Channel> => {
    const channel = await service.create(IDENTITY, detailsOf(kinesis));
    await pass(10);
    return channel;
  };
  return { bucket, clock, create, kinesis, open, pass, put, store };
}

function detailsOf(kinesis: KinesisService): Omit<ChannelDetails, 'status' | 'createdMs'> {
  const stream = kinesis.find(SOURCE);
  assert.ok(stream);
  const StorageConfiguration = {
    BucketARN: 'arn:aws:s3:::lake',
    ExpectedBucketOwner: IDENTITY.account,
    CompressionType: 'NONE' as const,
  };
  return {
    roleArn: 'arn:aws:iam::000000000000:role/r',
    streamId: stream.id,
    streamArn: stream.arn,
    streamCreatedMs: stream.details.createdMs,
    record: { RecordFormatType: 'BYTE_ARRAY' },
    destination: s3DestinationOf({ StorageConfiguration }, NAMES, true),
    logging: loggingOf(undefined, NAMES),
    tags: {},
  };
}

test('a restart neither loses nor repeats a record', async (context) => {
  const { bucket, create, open, pass, put } = await world(context);
  const first = open();
  await create(first);
  await put(...'abc');
  await pass(FRESH_MS);
  await put(...'def');
  await first.close();
  await put(...'ghi');
  open();
  await pass(FRESH_MS);
  assert.deepEqual([bucket.letters, bucket.objects.size], ['abcdefghi', 2]);
});

test('an object that was written before the engine ended is written again, not twice', async (context) => {
  const { bucket, create, open, pass, put } = await world(context);
  const first = open();
  await create(first);
  await put(...'abc');
  // As a kill between the object and the checkpoint: the key is kept, the object there, no more.
  bucket.failures = ['after'];
  await pass(FRESH_MS);
  await first.close();
  await put(...'def');
  open();
  await pass(1000);
  const [key] = bucket.objects.keys();
  assert.deepEqual([bucket.letters, bucket.objects.size, bucket.puts], ['abc', 1, 2]);
  await pass(FRESH_MS);
  assert.deepEqual([bucket.letters, [...bucket.objects.keys()][0]], ['abcdef', key]);
});

test('a write that fails is tried again after a growing pause', async (context) => {
  const { bucket, create, open, pass, put } = await world(context);
  await create(open());
  await put('a');
  bucket.failures = ['before', 'before', 'before'];
  await pass(FRESH_MS);
  assert.equal(bucket.puts, 1);
  await pass(60_000);
  assert.deepEqual([bucket.text, bucket.puts], ['a', 4]);
});

test('no object grows beyond its bytes, and none misses a record', async (context) => {
  const { bucket, create, kinesis, open, pass } = await world(context);
  await create(open());
  const data = Buffer.alloc(MIB - 1, 'x');
  const entries = Array.from({ length: 66 }, (_, index) => ({ partitionKey: String(index), data }));
  await kinesis.putRecords(SOURCE, entries);
  await pass(FRESH_MS);
  await pass(0);
  const sizes = [...bucket.objects.values()].map((body) => body.length / data.length);
  assert.deepEqual(sizes, [65, 1]);
});

test('a deleted channel delivers no more and leaves nothing in the store', async (context) => {
  const { bucket, clock, create, open, pass, put, store } = await world(context);
  const service = open();
  const channel = await create(service);
  await put(...'abc');
  await service.delete(channel);
  await pass(FRESH_MS);
  const rows = ['channels', 'channel_checkpoints'].map(
    (table) => store.database.prepare(`SELECT COUNT(*) AS n FROM ${table}`).get()?.['n'],
  );
  assert.deepEqual([bucket.puts, rows, service.countIn(IDENTITY)], [0, [0, 0], 0]);
  assert.ok(clock.pending <= 1, 'only the retention sweeper may still have a timer');
});

test('records that expire before they are delivered are passed over', async (context) => {
  const { bucket, clock, create, open, pass, put } = await world(context);
  const service = open();
  await create(service);
  await put('a');
  await service.close();
  await clock.advance(25 * 3_600_000);
  await put('b');
  open();
  await pass(FRESH_MS);
  assert.equal(bucket.text, 'b');
});
