/** Which shard of a stream came from which, and what a tail read of each. */
export interface Lineage {
  /** The shards of the tail first, then the others; in both the youngest first. */
  readonly shards: readonly LineageShard[];
  /** Shards of the stream that are not among them, because there are so many. */
  readonly left: number;
  /** When this was so, in epoch milliseconds. */
  readonly nowMs: number;
}

export type LineageState =
  /** It is not part of the tail. */
  | 'notChosen'
  /** It is to be read when its parents are. */
  | 'waiting'
  | 'reading'
  /** The tail ended before this shard did. */
  | 'stopped'
  /** Closed and read to its end. */
  | 'ended'
  | 'failed'
  /** Its records were gone before they could be read. */
  | 'expired';

export interface LineageShard {
  readonly shardId: string;
  /** None, one (split) or two (merge); also those that the stream no longer lists. */
  readonly parentShardIds: readonly string[];
  /** Of the whole hash key space, from 0 to 1; undefined when the shard is known by its name only. */
  readonly hashFrom: number | undefined;
  readonly hashTo: number | undefined;
  /** Epoch milliseconds, as its sequence numbers say. */
  readonly createdMs: number | undefined;
  /** Undefined while it is open. */
  readonly closedMs: number | undefined;
  readonly state: LineageState;
  readonly recordsRead: number;
  readonly bytesRead: number;
  /** What was read lies between these times of arrival; undefined when nothing was. */
  readonly readFromMs: number | undefined;
  readonly readToMs: number | undefined;
}
