/**
 * Where records are put: the calls that writing a stream takes, whose shapes the `StreamsService` of
 * the aws room has. Only the code of this folder and of `copy` writes.
 */
import type { ErrorCode } from '../../base/errors.ts';

export interface RecordToPut {
  readonly data: Uint8Array;
  readonly partitionKey: string;
  readonly explicitHashKey?: string;
}

/** Of one record of a call: where it is, or why it is not stored. */
export type PutResult =
  | { readonly shardId: string; readonly sequenceNumber: string }
  | { readonly problem: { readonly code: ErrorCode; readonly message: string } };

export interface PutTarget {
  /** The results are in the order of the records. Fails with an `ExpectedError` when none is stored. */
  putRecords(
    streamName: string,
    records: readonly RecordToPut[],
    signal: AbortSignal,
  ): Promise<readonly PutResult[]>;
}

export interface HashKeyRangeOfShard {
  readonly shardId: string;
  /** Decimal hash keys, inclusive. */
  readonly startingHashKey: string;
  readonly endingHashKey: string;
}
