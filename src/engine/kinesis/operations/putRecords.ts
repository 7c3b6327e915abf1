import { PUT_RECORDS_BYTES_MAX, PUT_RECORDS_COUNT_MAX } from '../../limits.ts';
import { AwsError } from '../../wire/awsError.ts';
import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { data, hashKey, partitionKey, streamAddress } from '../inputShapes.ts';
import {
  checkHashKey,
  checkNotDryRun,
  checkPartitionKeys,
  checkRecordSize,
  putEncryptionType,
  recordBytes,
} from '../recordChecks.ts';
import type { PutResult } from '../recordWriter.ts';
import type { KinesisService } from '../service.ts';
import { streamRefOf } from '../streamAddress.ts';

export const putRecords = operation<KinesisService>()({
  name: 'PutRecords',
  input: shapes.structure({
    Records: shapes.required(
      shapes.list(
        shapes.structure(
          {
            PartitionKey: partitionKey,
            ExplicitHashKey: hashKey,
            Data: shapes.required(data),
          },
          { className: 'com.amazonaws.kinesis.v20131202.PutRecordsRequestEntry' },
        ),
        { minLength: 1, maxLength: PUT_RECORDS_COUNT_MAX },
      ),
    ),
    ...streamAddress,
    DryRun: shapes.boolean(),
  }),

  async run(kinesis, input, caller) {
    let bytes = 0;
    for (const record of input.Records) {
      checkHashKey(record.ExplicitHashKey);
      bytes += recordBytes(record.Data, record.PartitionKey);
    }
    if (bytes > PUT_RECORDS_BYTES_MAX) {
      throw new AwsError(
        'InvalidArgumentException',
        `Records size exceeds ${String(PUT_RECORDS_BYTES_MAX / 1024 / 1024)} MB limit`,
      );
    }
    const stream = kinesis.writable(streamRefOf(input, caller));
    checkPartitionKeys(stream, pathsWithoutKey(input.Records));
    for (const record of input.Records) checkRecordSize(stream, record.Data, record.PartitionKey);
    checkNotDryRun(input.DryRun);
    const results = await kinesis.writer.put(
      stream,
      input.Records.map((record) => ({
        partitionKey: record.PartitionKey ?? '',
        explicitHashKey: record.ExplicitHashKey,
        data: record.Data,
      })),
    );
    return {
      FailedRecordCount: results.filter((result) => !result.ok).length,
      Records: results.map(resultEntry),
      EncryptionType: putEncryptionType(stream),
    };
  },
});

function pathsWithoutKey(records: readonly { readonly PartitionKey?: string }[]): string[] {
  return records.flatMap(({ PartitionKey: key }, index) =>
    key === undefined ? [`records.${String(index + 1)}.member.partitionKey`] : [],
  );
}

function resultEntry(result: PutResult): object {
  return result.ok
    ? { SequenceNumber: result.sequenceNumber, ShardId: result.shardId }
    : { ErrorCode: result.errorCode, ErrorMessage: result.errorMessage };
}
