import { AwsError } from '../../wire/awsError.ts';
import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { data, hashKey, partitionKey, sequenceNumber, streamAddress } from '../inputShapes.ts';
import {
  checkHashKey,
  checkNotDryRun,
  checkPartitionKeys,
  checkRecordSize,
  putEncryptionType,
} from '../recordChecks.ts';
import type { KinesisService } from '../service.ts';
import { streamRefOf } from '../streamAddress.ts';
import { decodeSequenceNumber } from '../../../formats/sequenceNumber.ts';

export const putRecord = operation<KinesisService>()({
  name: 'PutRecord',
  input: shapes.structure({
    SequenceNumberForOrdering: sequenceNumber,
    PartitionKey: partitionKey,
    ExplicitHashKey: hashKey,
    Data: shapes.required(data),
    ...streamAddress,
    DryRun: shapes.boolean(),
  }),

  async run(kinesis, input, caller) {
    checkHashKey(input.ExplicitHashKey);
    const ref = streamRefOf(input, caller);
    const stream = kinesis.writable(ref);
    checkPartitionKeys(stream, input.PartitionKey === undefined ? ['partitionKey'] : []);
    checkOrdering(kinesis, ref.name, input.SequenceNumberForOrdering);
    checkRecordSize(stream, input.Data, input.PartitionKey);
    checkNotDryRun(input.DryRun);
    const [result] = await kinesis.writer.put(stream, [
      {
        partitionKey: input.PartitionKey ?? '',
        explicitHashKey: input.ExplicitHashKey,
        data: input.Data,
      },
    ]);
    if (result === undefined) throw new Error('A put gave no result');
    if (!result.ok) throw new AwsError(result.errorCode, result.errorMessage);
    return {
      ShardId: result.shardId,
      SequenceNumber: result.sequenceNumber,
      EncryptionType: putEncryptionType(stream),
    };
  },
});

/** It must be a number that a record put before could have had: of the past, and well-formed. */
function checkOrdering(
  kinesis: KinesisService,
  name: string,
  exclusiveMinimum: string | undefined,
): void {
  if (exclusiveMinimum === undefined) return;
  const parts = decodeSequenceNumber(exclusiveMinimum);
  const nowSeconds = Math.floor(kinesis.clock.nowMs() / 1000);
  if (parts !== undefined && parts.timeSeconds <= nowSeconds) return;
  throw new AwsError(
    'InvalidArgumentException',
    `ExclusiveMinimumSequenceNumber ${exclusiveMinimum} used in PutRecord on stream ${name} under account ${kinesis.account} is invalid.`,
  );
}
