/** Where reading a shard begins: the iterator types of GetShardIterator, each with what it needs. */
export type StartPosition =
  | { readonly type: 'LATEST' }
  | { readonly type: 'TRIM_HORIZON' }
  | { readonly type: 'AT_TIMESTAMP'; readonly timestampMs: number }
  | {
      readonly type: 'AT_SEQUENCE_NUMBER' | 'AFTER_SEQUENCE_NUMBER';
      readonly sequenceNumber: string;
    };

/** Where a tail begins: all of its shards at one place, or each after a record of its own. */
export type TailStart =
  | StartPosition
  | {
      readonly type: 'AFTER_SEQUENCE_NUMBERS';
      /** By shard. Shards that continue these are read from their first record. */
      readonly sequenceNumbers: Readonly<Record<string, string>>;
    };

/** Where a tail ends by itself. It can go on from there without a gap. */
export type TailEnd =
  /** Before the first record that arrived at this time or later. */
  | { readonly type: 'AT_TIMESTAMP'; readonly timestampMs: number }
  /** After so many records of all shards together. */
  | { readonly type: 'COUNT'; readonly records: number }
  /** After what was there when it started. */
  | { readonly type: 'NOW' };
