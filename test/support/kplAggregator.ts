import { createRequire } from 'node:module';

export interface PackedRecord {
  readonly partitionKey: string;
  readonly data: Buffer;
  readonly explicitHashKey?: string;
}

/** What is used of the package, whose own types need two more packages. */
interface Aggregation {
  readonly RecordAggregator: new () => {
    addUserRecord(record: PackedRecord): void;
    build(): { partitionKey: string; data: Buffer };
  };
}

const { RecordAggregator } = createRequire(import.meta.url)('aws-kinesis-agg') as Aggregation;

/** An aggregate as AWS's own package for Node makes it. */
export function aggregateOf(records: readonly PackedRecord[]): {
  partitionKey: string;
  data: Buffer;
} {
  const aggregator = new RecordAggregator();
  for (const record of records) aggregator.addUserRecord(record);
  return aggregator.build();
}
