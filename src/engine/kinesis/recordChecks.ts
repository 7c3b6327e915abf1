import { AwsError } from '../wire/awsError.ts';
import { isHashKey, type Stream } from './state.ts';

/** What counts against the limits: the data and the key in UTF-8. */
export function recordBytes(data: Uint8Array, partitionKey: string): number {
  return data.length + Buffer.byteLength(partitionKey);
}

/** The pattern allows 39 digits; the largest hash key is smaller than the largest such number. */
export function checkHashKey(explicitHashKey: string | undefined): void {
  if (explicitHashKey === undefined || isHashKey(explicitHashKey)) return;
  throw new AwsError(
    'InvalidArgumentException',
    `Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was ${explicitHashKey}`,
  );
}

export function checkRecordSize(stream: Stream, data: Uint8Array, partitionKey: string): void {
  const bytesMax = stream.details.recordKibMax * 1024;
  if (recordBytes(data, partitionKey) <= bytesMax) return;
  throw new AwsError(
    'InvalidArgumentException',
    `The record is too large: data and partition key may have ${String(bytesMax)} bytes together in stream ${stream.name}.`,
  );
}

/** A dry run checks everything and changes nothing; its success is an exception. */
export function checkNotDryRun(dryRun: boolean | undefined): void {
  if (dryRun !== true) return;
  throw new AwsError(
    'DryRunOperationException',
    'Request would have succeeded, but DryRun flag is set.',
  );
}
