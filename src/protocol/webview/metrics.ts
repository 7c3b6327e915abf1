/** What a tail measures of its shards beside the rates that it announces: asked for when shown. */

/** Bytes are of data and partition keys, as the limits of a shard count them. */
export interface WriteRate {
  /** Averages over the last ten seconds of arrival. */
  readonly recordsPerSecond: number;
  readonly bytesPerSecond: number;
  /** The largest second of the last five minutes: the limits hold for each second by itself. */
  readonly peakRecords: number;
  readonly peakBytes: number;
}

/** Of one shard, at its limits of 1,000 records and 1 MB a second. */
export type SplitHint =
  /** A split there would divide the load; `lowerShare` of it, 0 to 1, would stay below. */
  | { readonly kind: 'split'; readonly newStartingHashKey: string; readonly lowerShare: number }
  /** One key takes this share of the shard, and a key cannot be divided. */
  | { readonly kind: 'oneKey'; readonly partitionKey: string; readonly share: number };

export interface HotKeyReport {
  /** Hottest first, at most 50. */
  readonly keys: readonly HotKey[];
  /** Of shards at their limits. */
  readonly hints: readonly { readonly shardId: string; readonly hint: SplitHint }[];
}

export interface HotKey {
  readonly shardId: string;
  readonly partitionKey: string;
  /** Decimal. */
  readonly hashKey: string;
  readonly recordsPerSecond: number;
  readonly bytesPerSecond: number;
  /** Of the records of its shard, 0 to 1; the true share is at most `error` less. */
  readonly share: number;
  readonly error: number;
}

/** How busy each shard was over the last five minutes of arrival. */
export interface HeatMap {
  /** Epoch seconds; the end of the last column. */
  readonly endSecond: number;
  readonly secondsPerColumn: number;
  readonly shards: readonly HeatMapRow[];
  /** Shards that have no row, because there are too many. */
  readonly omitted: number;
}

export interface HeatMapRow {
  readonly shardId: string;
  /** The largest second of each column, oldest first. */
  readonly records: readonly number[];
  readonly bytes: readonly number[];
}
