import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { test, type TestContext } from 'node:test';
import { gunzipSync } from 'node:zlib';
import {
  CreateDeliveryStreamCommand,
  type CreateDeliveryStreamCommandInput,
  DeleteDeliveryStreamCommand,
  DescribeDeliveryStreamCommand,
  FirehoseClient,
  ListDeliveryStreamsCommand,
  type ListDeliveryStreamsCommandInput,
  ListTagsForDeliveryStreamCommand,
  PutRecordBatchCommand,
  PutRecordCommand,
} from '@aws-sdk/client-firehose';
import { CreateStreamCommand, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import {
  CREDENTIALS,
  kinesisClient,
  readyOf,
  spawnEngine,
  startTestEngine,
} from '../support/engine.ts';

const ROLE = 'arn:aws:iam::000000000000:role/firehose';
const encoder = new TextEncoder();

/** `buffering` in seconds; the size is 1 MiB. */
function s3(buffering: number, more: Record<string, unknown> = {}) {
  return {
    RoleARN: ROLE,
    BucketARN: 'arn:aws:s3:::lake',
    BufferingHints: { SizeInMBs: 1, IntervalInSeconds: buffering },
    ...more,
  };
}

function directory(context: TestContext): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'firehose-test-'));
  context.after(() => {
    rmSync(dataDir, { recursive: true, force: true });
  });
  return dataDir;
}

function firehoseClient(context: TestContext, endpoint: string): FirehoseClient {
  const client = new FirehoseClient({
    endpoint,
    region: 'us-east-1',
    credentials: CREDENTIALS,
    maxAttempts: 1,
  });
  context.after(() => {
    client.destroy();
  });
  return client;
}

async function world(context: TestContext) {
  const dataDir = directory(context);
  const engine = await startTestEngine({ dataDir });
  context.after(() => engine.stop());
  const firehose = firehoseClient(context, engine.ready.http);
  return { dataDir, engine, firehose };
}

/** Polls: the engine under test keeps real time. */
async function eventually<T>(look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (let attempt = 0; attempt < 500; attempt++) {
    const found = await look();
    if (found !== undefined) return found;
    await delay(20);
  }
  throw new Error('It did not happen within ten seconds');
}

async function createActive(
  client: FirehoseClient,
  input: CreateDeliveryStreamCommandInput,
): Promise<string | undefined> {
  const { DeliveryStreamARN } = await client.send(new CreateDeliveryStreamCommand(input));
  await eventually(async () => {
    const answer = await client.send(
      new DescribeDeliveryStreamCommand({ DeliveryStreamName: input.DeliveryStreamName }),
    );
    return answer.DeliveryStreamDescription?.DeliveryStreamStatus === 'ACTIVE' || undefined;
  });
  return DeliveryStreamARN;
}

/** Every delivered object, by its path below `s3`, in the order of the paths. */
function objectsIn(dataDir: string): { path: string; body: Buffer }[] {
  const root = join(dataDir, 's3');
  let entries;
  try {
    entries = readdirSync(root, { recursive: true, withFileTypes: true });
  } catch {
    return [];
  }
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path: path.slice(root.length + 1), body: readFileSync(path) }));
}

test('a delivery stream is created, described, listed, fed and deleted', async (context) => {
  const { dataDir, firehose } = await world(context);
  const arn = await createActive(firehose, {
    DeliveryStreamName: 'orders',
    ExtendedS3DestinationConfiguration: s3(1, { Prefix: 'raw/', CompressionFormat: 'GZIP' }),
  });
  const { DeliveryStreamDescription: description } = await firehose.send(
    new DescribeDeliveryStreamCommand({ DeliveryStreamName: 'orders' }),
  );
  const { CreateTimestamp, Destinations, ...rest } = description ?? {};
  assert.ok(Math.abs((CreateTimestamp?.getTime() ?? 0) - Date.now()) < 60_000);
  assert.deepEqual(rest, {
    DeliveryStreamName: 'orders',
    DeliveryStreamARN: arn,
    DeliveryStreamStatus: 'ACTIVE',
    DeliveryStreamEncryptionConfiguration: { Status: 'DISABLED' },
    DeliveryStreamType: 'DirectPut',
    VersionId: '1',
    HasMoreDestinations: false,
  });
  assert.equal(arn, 'arn:aws:firehose:us-east-1:000000000000:deliverystream/orders');
  const [destination] = Destinations ?? [];
  assert.deepEqual(
    [destination?.DestinationId, destination?.ExtendedS3DestinationDescription],
    [
      'destinationId-000000000001',
      {
        ...s3(1, { Prefix: 'raw/', CompressionFormat: 'GZIP' }),
        EncryptionConfiguration: { NoEncryptionConfig: 'NoEncryption' },
        CloudWatchLoggingOptions: { Enabled: false },
        S3BackupMode: 'Disabled',
      },
    ],
  );
  const single = await firehose.send(
    new PutRecordCommand({
      DeliveryStreamName: 'orders',
      Record: { Data: encoder.encode('one\n') },
    }),
  );
  const batch = await firehose.send(
    new PutRecordBatchCommand({
      DeliveryStreamName: 'orders',
      Records: ['two', 'three'].map((text) => ({ Data: encoder.encode(text) })),
    }),
  );
  const ids = [single.RecordId, ...(batch.RequestResponses ?? []).map(({ RecordId }) => RecordId)];
  assert.deepEqual([batch.FailedPutCount, new Set(ids).size], [0, 3]);
  const [object] = await eventually(() => {
    const objects = objectsIn(dataDir);
    return objects.length > 0 ? objects : undefined;
  });
  assert.match(
    object?.path ?? '',
    /^lake\/raw\/\d{4}\/\d\d\/\d\d\/\d\d\/orders-1-\d{4}(-\d\d){5}-[0-9a-f-]{36}\.gz$/,
  );
  assert.equal(gunzipSync(object?.body ?? new Uint8Array()).toString(), 'one\ntwothree');
  await firehose.send(new DeleteDeliveryStreamCommand({ DeliveryStreamName: 'orders' }));
  await eventually(async () => {
    const { DeliveryStreamNames } = await firehose.send(new ListDeliveryStreamsCommand({}));
    return DeliveryStreamNames?.length === 0 || undefined;
  });
});

test('names are listed in order, by pages and by type', async (context) => {
  const { engine, firehose } = await world(context);
  const kinesis = kinesisClient(engine.ready.http);
  await kinesis.send(new CreateStreamCommand({ StreamName: 'source', ShardCount: 1 }));
  kinesis.destroy();
  for (const name of ['c', 'a', 'b']) {
    await createActive(firehose, {
      DeliveryStreamName: name,
      S3DestinationConfiguration: s3(1),
    });
  }
  await createActive(firehose, {
    DeliveryStreamName: 'd',
    DeliveryStreamType: 'KinesisStreamAsSource',
    KinesisStreamSourceConfiguration: {
      KinesisStreamARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/source',
      RoleARN: ROLE,
    },
    S3DestinationConfiguration: s3(1),
  });
  const list = async (input: ListDeliveryStreamsCommandInput) => {
    const answer = await firehose.send(new ListDeliveryStreamsCommand(input));
    return [answer.DeliveryStreamNames?.join(), answer.HasMoreDeliveryStreams];
  };
  assert.deepEqual(
    [
      await list({}),
      await list({ Limit: 2 }),
      await list({ ExclusiveStartDeliveryStreamName: 'b' }),
      await list({ DeliveryStreamType: 'KinesisStreamAsSource' }),
    ],
    [
      ['a,b,c,d', false],
      ['a,b', true],
      ['c,d', false],
      ['d', false],
    ],
  );
});

test('a Kinesis stream as source is delivered from its latest record on', async (context) => {
  const { dataDir, engine, firehose } = await world(context);
  const kinesis = kinesisClient(engine.ready.http);
  context.after(() => {
    kinesis.destroy();
  });
  const put = (texts: string[]) =>
    kinesis.send(
      new PutRecordsCommand({
        StreamName: 'source',
        Records: texts.map((text) => ({ PartitionKey: 'k', Data: encoder.encode(text) })),
      }),
    );
  await kinesis.send(new CreateStreamCommand({ StreamName: 'source', ShardCount: 2 }));
  await eventually(() => put(['before']).catch(() => undefined));
  await createActive(firehose, {
    DeliveryStreamName: 'copy',
    DeliveryStreamType: 'KinesisStreamAsSource',
    KinesisStreamSourceConfiguration: {
      KinesisStreamARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/source',
      RoleARN: ROLE,
    },
    ExtendedS3DestinationConfiguration: s3(1),
  });
  await put(['one,', 'two,', 'three']);
  const objects = await eventually(() => {
    const found = objectsIn(dataDir);
    return found.length > 0 ? found : undefined;
  });
  assert.deepEqual(
    objects.map(({ body }) => body.toString()),
    ['one,two,three'],
  );
  await assert.rejects(
    firehose.send(
      new PutRecordCommand({ DeliveryStreamName: 'copy', Record: { Data: encoder.encode('x') } }),
    ),
    {
      name: 'InvalidArgumentException',
      message: 'This operation is not permitted on KinesisStreamAsSource delivery stream type.',
    },
  );
});

test('what is wrong with a request is said in the words of the service', async (context) => {
  const { firehose } = await world(context);
  await createActive(firehose, { DeliveryStreamName: 'taken', S3DestinationConfiguration: s3(60) });
  const create = (input: Omit<CreateDeliveryStreamCommandInput, 'DeliveryStreamName'>) =>
    firehose.send(new CreateDeliveryStreamCommand({ DeliveryStreamName: 'new', ...input }));
  const data = (bytes: number) => ({ Data: new Uint8Array(bytes) });
  const cases: [() => Promise<unknown>, string, string | RegExp][] = [
    [
      () =>
        firehose.send(
          new PutRecordCommand({
            DeliveryStreamName: 'absent',
            Record: { Data: encoder.encode('x') },
          }),
        ),
      'ResourceNotFoundException',
      'Firehose absent under account 000000000000 not found.',
    ],
    [
      () =>
        firehose.send(
          new CreateDeliveryStreamCommand({
            DeliveryStreamName: 'taken',
            S3DestinationConfiguration: s3(60),
          }),
        ),
      'ResourceInUseException',
      'Firehose taken under accountId 000000000000 already exists',
    ],
    [
      () => create({}),
      'InvalidArgumentException',
      'Exactly one destination configuration is supported for a Firehose',
    ],
    [
      () =>
        create({
          S3DestinationConfiguration: s3(60),
          ExtendedS3DestinationConfiguration: s3(60),
        }),
      'InvalidArgumentException',
      'Exactly one destination configuration is supported for a Firehose',
    ],
    [
      () =>
        create({
          HttpEndpointDestinationConfiguration: {
            EndpointConfiguration: { Url: 'https://example.com' },
            S3Configuration: s3(60),
          },
        }),
      'InvalidArgumentException',
      'The local engine does not support this destination (HttpEndpointDestinationConfiguration) yet.',
    ],
    [
      () =>
        create({
          ExtendedS3DestinationConfiguration: s3(60, {
            ProcessingConfiguration: { Enabled: true, Processors: [{ Type: 'Lambda' }] },
          }),
        }),
      'InvalidArgumentException',
      'The local engine does not support processors (ProcessingConfiguration) yet.',
    ],
    [
      () => create({ ExtendedS3DestinationConfiguration: s3(60, { CompressionFormat: 'LZ4' }) }),
      'ValidationException',
      "1 validation error detected: Value at 'extendedS3DestinationConfiguration.compressionFormat' failed to satisfy constraint: Member must satisfy enum value set: [ZIP, HADOOP_SNAPPY, Snappy, GZIP, UNCOMPRESSED]",
    ],
    [
      () =>
        create({
          DeliveryStreamType: 'KinesisStreamAsSource',
          KinesisStreamSourceConfiguration: {
            KinesisStreamARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/absent',
            RoleARN: ROLE,
          },
          S3DestinationConfiguration: s3(60),
        }),
      'InvalidArgumentException',
      'The source arn:aws:kinesis:us-east-1:000000000000:stream/absent was not found in this account and region.',
    ],
    [
      () =>
        firehose.send(
          new PutRecordCommand({ DeliveryStreamName: 'taken', Record: data(1_024_001) }),
        ),
      'ValidationException',
      /record\.data' failed to satisfy constraint: Member must have length less than or equal to 1024000$/,
    ],
    [
      () =>
        firehose.send(
          new PutRecordBatchCommand({
            DeliveryStreamName: 'taken',
            Records: [1, 2, 3, 4, 5].map(() => data(1_000_000)),
          }),
        ),
      'InvalidArgumentException',
      'Records size exceeds 4 MB limit',
    ],
    [
      () =>
        firehose.send(
          new PutRecordBatchCommand({
            DeliveryStreamName: 'taken',
            Records: Array.from({ length: 501 }, () => data(1)),
          }),
        ),
      'ValidationException',
      /'records' failed to satisfy constraint: Member must have length less than or equal to 500$/,
    ],
    [
      () => firehose.send(new ListTagsForDeliveryStreamCommand({ DeliveryStreamName: 'taken' })),
      'UnknownOperationException',
      /.*/,
    ],
  ];
  for (const [call, name, message] of cases) await assert.rejects(call, { name, message });
  const { DeliveryStreamNames } = await firehose.send(new ListDeliveryStreamsCommand({}));
  assert.deepEqual(DeliveryStreamNames, ['taken']);
});

test('what was acknowledged survives kill -9 and is delivered once', async (context) => {
  const dataDir = directory(context);
  const first = await spawnEngine(['--data-dir', dataDir]);
  const before = firehoseClient(context, readyOf(first).http);
  await createActive(before, { DeliveryStreamName: 'orders', S3DestinationConfiguration: s3(1) });
  const put = (client: FirehoseClient, text: string) =>
    client.send(
      new PutRecordCommand({
        DeliveryStreamName: 'orders',
        Record: { Data: encoder.encode(`${text},`) },
      }),
    );
  const numbers = Array.from({ length: 50 }, (_, index) => String(index));
  for (const number of numbers) await put(before, number);
  await first.stop('SIGKILL');
  const second = await spawnEngine(['--data-dir', dataDir]);
  context.after(() => second.stop());
  // Records leave in order, so whatever were delivered twice would be there before the last one.
  await put(firehoseClient(context, readyOf(second).http), 'last');
  const delivered = await eventually(() => {
    const bodies = objectsIn(dataDir).map(({ body }) => body.toString());
    const texts = bodies.join('').split(',').slice(0, -1);
    return texts.includes('last') ? texts : undefined;
  });
  assert.deepEqual(delivered.sort(), [...numbers, 'last'].sort());
});

test('a disk that refuses objects delays them and loses nothing', async (context) => {
  const { dataDir, firehose } = await world(context);
  // A file where the folder should be: nothing can be written below it.
  writeFileSync(join(dataDir, 's3'), '');
  await createActive(firehose, { DeliveryStreamName: 'orders', S3DestinationConfiguration: s3(0) });
  await firehose.send(
    new PutRecordCommand({
      DeliveryStreamName: 'orders',
      Record: { Data: encoder.encode('kept') },
    }),
  );
  await eventually(() => readdirSync(dataDir).includes('s3-incoming') || undefined);
  rmSync(join(dataDir, 's3'));
  const [object] = await eventually(() => {
    const objects = objectsIn(dataDir);
    return objects.length > 0 ? objects : undefined;
  });
  assert.deepEqual(
    [object?.body.toString(), readdirSync(join(dataDir, 's3-incoming'))],
    ['kept', []],
  );
});
