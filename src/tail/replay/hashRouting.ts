import { createHash } from 'node:crypto';
import { hashKeyOfMd5 } from '../../formats/hashKey.ts';
import type { HashKeyRangeOfShard } from './target.ts';

interface Range {
  readonly shardId: string;
  readonly start: bigint;
  readonly end: bigint;
}

/** The hash key that the service routes a record by. */
export function hashKeyOf(record: { partitionKey: string; explicitHashKey?: string }): bigint {
  if (record.explicitHashKey !== undefined) return BigInt(record.explicitHashKey);
  return hashKeyOfMd5(createHash('md5').update(record.partitionKey, 'utf8').digest());
}

/** Which shard a hash key goes to. The shards are the open ones of a stream. */
export class HashRouting {
  private readonly ranges: readonly Range[];

  constructor(openShards: readonly HashKeyRangeOfShard[]) {
    this.ranges = openShards.map(rangeOf).sort((a, b) => (a.start < b.start ? -1 : 1));
  }

  /** Undefined when no shard has it, as after a reshard. */
  shardOf(hashKey: bigint): string | undefined {
    let low = 0;
    let high = this.ranges.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const range = this.ranges[middle];
      if (!range) return undefined;
      if (hashKey < range.start) high = middle - 1;
      else if (hashKey > range.end) low = middle + 1;
      else return range.shardId;
    }
    return undefined;
  }
}

/**
 * Records as they have to be put so that they go where they came from. The service does not tell of
 * explicit hash keys, but a record that lies in a shard which its key's hash is not of had one; the
 * first hash key of that shard stands for it.
 */
export class HashKeyGuess {
  private readonly ranges: ReadonlyMap<string, Range>;

  constructor(shards: readonly HashKeyRangeOfShard[]) {
    this.ranges = new Map(shards.map((shard) => [shard.shardId, rangeOf(shard)]));
  }

  explicitHashKeyOf(record: {
    readonly shardId: string;
    readonly partitionKey: string;
    readonly explicitHashKey?: string;
  }): string | undefined {
    if (record.explicitHashKey !== undefined) return record.explicitHashKey;
    const range = this.ranges.get(record.shardId);
    if (!range) return undefined;
    const hashKey = hashKeyOf(record);
    return hashKey >= range.start && hashKey <= range.end ? undefined : String(range.start);
  }
}

function rangeOf({ shardId, startingHashKey, endingHashKey }: HashKeyRangeOfShard): Range {
  return { shardId, start: BigInt(startingHashKey), end: BigInt(endingHashKey) };
}
