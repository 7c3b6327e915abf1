import { VALIDATION_ERRORS_MAX } from '../limits.ts';
import { AwsError } from '../wire/awsError.ts';
import { isHashKey, type Stream } from './state.ts';

/** What counts against the limits: the data and the key in UTF-8. */
export function recordBytes(data: Uint8Array, partitionKey = ''): number {
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

export function checkRecordSize(stream: Stream, data: Uint8Array, partitionKey?: string): void {
  const bytesMax = stream.details.recordKibMax * 1024;
  if (recordBytes(data, partitionKey) <= bytesMax) return;
  throw new AwsError(
    'InvalidArgumentException',
    `The record is too large: data and partition key may have ${String(bytesMax)} bytes together in stream ${stream.name}.`,
  );
}

/**
 * Only a stream that distributes records by itself takes records without a key; `paths` are of those
 * that have none. Throws AwsError as the validation of a required member does.
 */
export function checkPartitionKeys(stream: Stream, paths: readonly string[]): void {
  if (paths.length === 0 || stream.details.recordDistribution === 'AUTO') return;
  const count = Math.min(paths.length, VALIDATION_ERRORS_MAX);
  const errors = paths
    .slice(0, count)
    .map((path) => `Value null at '${path}' failed to satisfy constraint: Member must not be null`);
  throw new AwsError(
    'ValidationException',
    `${String(count)} validation ${count === 1 ? 'error' : 'errors'} detected: ${errors.join('; ')}`,
  );
}

/** What an answer to a put says of encryption: nothing without it. */
export function putEncryptionType(stream: Stream): 'KMS' | undefined {
  return stream.details.encryption?.type === 'KMS' ? 'KMS' : undefined;
}

/** A dry run checks everything and changes nothing; its success is an exception. */
export function checkNotDryRun(dryRun: boolean | undefined): void {
  if (dryRun !== true) return;
  throw new AwsError(
    'DryRunOperationException',
    'Request would have succeeded, but DryRun flag is set.',
  );
}
