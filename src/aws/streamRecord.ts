import type { _Record } from '@aws-sdk/client-kinesis';
import type { StreamRecord } from './service.ts';

/** A record as the SDK gives it, polled or pushed. */
export function streamRecord(record: _Record): StreamRecord {
  return {
    sequenceNumber: record.SequenceNumber ?? '',
    partitionKey: record.PartitionKey ?? '',
    arrivalMs: record.ApproximateArrivalTimestamp?.getTime() ?? 0,
    data: record.Data ?? new Uint8Array(),
    encryptionType: record.EncryptionType,
  };
}
