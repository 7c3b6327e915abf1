import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test, type TestContext } from 'node:test';
import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis';
import { createConnection } from '../../src/aws/sdk.ts';
import { kinesisClient, startTestEngine } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';
import { aggregateOf } from '../support/kplAggregator.ts';
import { seededRandom } from '../support/seededRandom.ts';
import { tailOver, until } from '../support/tails.ts';

interface UserRecord {
  readonly partitionKey: string;
  readonly data: string;
}

/** What is used of the package, whose own types need two more packages. */
interface Aggregation {
  readonly deaggregateSync: (
    record: { kinesisSchemaVersion: string; data: string; partitionKey: string },
    computeChecksums: boolean,
    done: (error: Error | null | undefined, records: UserRecord[]) => void,
  ) => void;
}

const { deaggregateSync } = createRequire(import.meta.url)('aws-kinesis-agg') as Aggregation;

const RECORDS_PER_AGGREGATE = 250;
const AGGREGATES = 4;

test('what a KPL producer packs into a record arrives byte by byte', async (context) => {
  const { client } = await packedStream(context);
  const sent = userRecords(RECORDS_PER_AGGREGATE * AGGREGATES);
  await putAggregates(client, sent);
  const { ShardIterator } = await client.send(
    new GetShardIteratorCommand({ StreamARN, ShardId: '0', ShardIteratorType: 'TRIM_HORIZON' }),
  );
  const page = await client.send(new GetRecordsCommand({ ShardIterator }));
  const received = (page.Records ?? []).flatMap(({ Data, PartitionKey = '' }) =>
    unpacked(Buffer.from(Data ?? []), PartitionKey),
  );
  assert.deepEqual([page.Records?.length, received], [AGGREGATES, sent]);
});

test('a tail shows the user records of a KPL producer, and counts records', async (context) => {
  const { client, endpoint } = await packedStream(context);
  const sent = userRecords(RECORDS_PER_AGGREGATE * AGGREGATES);
  await putAggregates(client, sent);
  const connection = createConnection({ kind: 'local', endpoint, region: 'us-east-1' });
  context.after(() => connection.dispose());
  const session = tailOver(connection, 'polling', { streamName: 'packed' });
  context.after(() => session.dispose());
  session.start();
  await until(session, () => session.counts.received === sent.length);

  const { generation } = session.counts;
  const shown = sent.map((_, ordinal) => session.wholeRecord({ generation, ordinal }));
  assert.deepEqual(
    shown.map((record) => ({
      partitionKey: record?.row.partitionKey,
      data: Buffer.from(record?.data ?? []).toString('base64'),
    })),
    sent,
  );
  assert.deepEqual(
    shown.map((record) => record?.row.subSequenceNumber),
    sent.map((_, index) => index % RECORDS_PER_AGGREGATE),
  );
  assert.equal(new Set(shown.map((record) => record?.row.sequenceNumber)).size, AGGREGATES);
  // What the limits of a shard count.
  assert.equal(session.metrics[0]?.recordsRead, AGGREGATES);
});

const StreamARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/packed';

async function packedStream(
  context: TestContext,
): Promise<{ client: KinesisClient; endpoint: string }> {
  const engine = await startTestEngine();
  context.after(() => engine.stop());
  const endpoint = engine.ready.http;
  const client = kinesisClient(endpoint);
  context.after(() => {
    client.destroy();
  });
  await client.send(new CreateStreamCommand({ StreamName: 'packed', ShardCount: 1 }));
  await eventually(async () => {
    const { StreamDescriptionSummary: stream } = await client.send(
      new DescribeStreamSummaryCommand({ StreamARN }),
    );
    return stream?.StreamStatus === 'ACTIVE';
  });
  return { client, endpoint };
}

async function putAggregates(client: KinesisClient, sent: readonly UserRecord[]): Promise<void> {
  const Records = [];
  for (let first = 0; first < sent.length; first += RECORDS_PER_AGGREGATE) {
    const { data: Data, partitionKey: PartitionKey } = aggregateOf(
      sent.slice(first, first + RECORDS_PER_AGGREGATE).map(({ data, partitionKey }) => ({
        partitionKey,
        data: Buffer.from(data, 'base64'),
      })),
    );
    Records.push({ Data, PartitionKey });
  }
  // The KPL names the stream twice.
  await client.send(new PutRecordsCommand({ StreamName: 'packed', StreamARN, Records }));
}

function userRecords(count: number): UserRecord[] {
  const random = seededRandom(7);
  return Array.from({ length: count }, (_, index) => ({
    partitionKey: `key-${String(Math.floor(random() * 20))}`,
    data: Buffer.from(
      Array.from({ length: 1 + Math.floor(random() * 200) }, () => Math.floor(random() * 256)),
    )
      .fill(index % 256, 0, 1)
      .toString('base64'),
  }));
}

/** The package checks the checksum that ends an aggregate. */
function unpacked(data: Buffer, partitionKey: string): UserRecord[] {
  let unpackedRecords: UserRecord[] = [];
  const record = { kinesisSchemaVersion: '1.0', data: data.toString('base64'), partitionKey };
  deaggregateSync(record, true, (error, records) => {
    if (error) throw error;
    unpackedRecords = records.map((user) => ({ partitionKey: user.partitionKey, data: user.data }));
  });
  return unpackedRecords;
}
