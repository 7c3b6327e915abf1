import assert from 'node:assert/strict';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import {
  DeleteDeliveryStreamCommand,
  DescribeDeliveryStreamCommand,
  type FirehoseClient,
  ListDeliveryStreamsCommand,
  type ListDeliveryStreamsCommandInput,
  PutRecordBatchCommand,
  PutRecordCommand,
} from '@aws-sdk/client-firehose';
import { CreateStreamCommand, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { kinesisClient, readyOf, spawnEngine } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';
import {
  createActive,
  directory,
  encoder,
  firehoseClient,
  firehoseWorld,
  objectsIn,
  ROLE,
  s3,
} from '../support/firehose.ts';

test('a delivery stream is created, described, listed, fed and deleted', async (context) => {
  const { dataDir, firehose } = await firehoseWorld(context);
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
  // One object, or two where a second passed between the puts.
  const objects = await eventually(() => {
    const found = objectsIn(dataDir);
    return unzipped(found).length >= 'one\ntwothree'.length ? found : undefined;
  });
  for (const { path } of objects) {
    assert.match(
      path,
      /^lake\/raw\/\d{4}\/\d\d\/\d\d\/\d\d\/orders-1-\d{4}(-\d\d){5}-[0-9a-f-]{36}\.gz$/,
    );
  }
  assert.equal(unzipped(objects), 'one\ntwothree');
  await firehose.send(new DeleteDeliveryStreamCommand({ DeliveryStreamName: 'orders' }));
  await eventually(async () => {
    const { DeliveryStreamNames } = await firehose.send(new ListDeliveryStreamsCommand({}));
    return DeliveryStreamNames?.length === 0;
  });
});

test('names are listed in order, by pages and by type', async (context) => {
  const { engine, firehose } = await firehoseWorld(context);
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
  const { dataDir, engine, firehose } = await firehoseWorld(context);
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

test('what was acknowledged survives kill -9 and is delivered once', async (context) => {
  const dataDir = directory();
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
  const { dataDir, firehose } = await firehoseWorld(context);
  // A file where the folder should be: nothing can be written below it.
  writeFileSync(join(dataDir, 's3'), '');
  await createActive(firehose, { DeliveryStreamName: 'orders', S3DestinationConfiguration: s3(0) });
  await firehose.send(
    new PutRecordCommand({
      DeliveryStreamName: 'orders',
      Record: { Data: encoder.encode('kept') },
    }),
  );
  await eventually(() => readdirSync(dataDir).includes('s3-incoming'));
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

function unzipped(objects: readonly { readonly body: Buffer }[]): string {
  return objects.map(({ body }) => gunzipSync(body).toString()).join('');
}
