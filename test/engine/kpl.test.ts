import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis';
import { kinesisClient, startTestEngine } from '../support/engine.ts';
import { eventually } from '../support/firehose.ts';
import { seededRandom } from '../support/seededRandom.ts';

interface UserRecord {
  readonly partitionKey: string;
  readonly data: string;
}

/** What is used of the package, whose own types need two more packages. */
interface Aggregation {
  readonly RecordAggregator: new () => {
    addUserRecord(record: { partitionKey: string; data: Buffer }): void;
    build(): { partitionKey: string; data: Buffer };
  };
  readonly deaggregateSync: (
    record: { kinesisSchemaVersion: string; data: string; partitionKey: string },
    computeChecksums: boolean,
    done: (error: Error | null | undefined, records: UserRecord[]) => void,
  ) => void;
}

const { RecordAggregator, deaggregateSync } = createRequire(import.meta.url)(
  'aws-kinesis-agg',
) as Aggregation;

const RECORDS_PER_AGGREGATE = 250;
const AGGREGATES = 4;

test('what a KPL producer packs into a record arrives byte by byte', async (context) => {
  const engine = await startTestEngine();
  context.after(() => engine.stop());
  const client = kinesisClient(engine.ready.http);
  context.after(() => {
    client.destroy();
  });
  const StreamARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/packed';
  await client.send(new CreateStreamCommand({ StreamName: 'packed', ShardCount: 1 }));
  await eventually(async () => {
    const { StreamDescriptionSummary: stream } = await client.send(
      new DescribeStreamSummaryCommand({ StreamARN }),
    );
    return stream?.StreamStatus === 'ACTIVE' || undefined;
  });
  const sent = userRecords(RECORDS_PER_AGGREGATE * AGGREGATES);
  const Records = [];
  for (let first = 0; first < sent.length; first += RECORDS_PER_AGGREGATE) {
    const aggregator = new RecordAggregator();
    for (const { data, partitionKey } of sent.slice(first, first + RECORDS_PER_AGGREGATE)) {
      aggregator.addUserRecord({ partitionKey, data: Buffer.from(data, 'base64') });
    }
    const { data: Data, partitionKey: PartitionKey } = aggregator.build();
    Records.push({ Data, PartitionKey });
  }
  // The KPL names the stream twice.
  await client.send(new PutRecordsCommand({ StreamName: 'packed', StreamARN, Records }));

  const { ShardIterator } = await client.send(
    new GetShardIteratorCommand({ StreamARN, ShardId: '0', ShardIteratorType: 'TRIM_HORIZON' }),
  );
  const page = await client.send(new GetRecordsCommand({ ShardIterator }));
  const received = (page.Records ?? []).flatMap(({ Data, PartitionKey = '' }) =>
    unpacked(Buffer.from(Data ?? []), PartitionKey),
  );
  assert.deepEqual([page.Records?.length, received], [AGGREGATES, sent]);
});

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
