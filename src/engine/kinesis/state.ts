import { HASH_KEY_MAX, type HashKeyRange } from '../../formats/hashKey.ts';
import {
  encodeSequenceNumber,
  RECORD_INDEX_MAX,
  sequenceNumberValue,
} from '../../formats/sequenceNumber.ts';
import { formatShardId } from '../../formats/shardId.ts';
import type { DailyQuota } from '../limits.ts';
import type { Reshard } from './resharding.ts';
import type { TokenBucket } from './tokenBucket.ts';

export type StreamStatus = 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING';
export type StreamMode = 'PROVISIONED' | 'ON_DEMAND';

export type RecordDistribution = 'AUTO' | 'USER_PARTITION_KEY';
export type Encryption =
  { readonly type: 'NONE' } | { readonly type: 'KMS'; readonly keyId: string };

/** What is kept of a stream as JSON. Optional members came with later versions. */
export interface StreamDetails {
  status: StreamStatus;
  mode: StreamMode;
  createdMs: number;
  retentionHours: number;
  recordKibMax: number;
  tags: Readonly<Record<string, string>>;
  encryption?: Encryption;
  /** When records began to be, or ceased to be, encrypted; by time, those that still matter. */
  encryptionChanges?: readonly EncryptionChange[];
  shardLevelMetrics?: readonly string[];
  warmThroughputMiBps?: number;
  recordDistribution?: RecordDistribution;
  policy?: string | undefined;
  /** When quotas of a rolling day were used. */
  usedMs?: Readonly<Partial<Record<DailyQuota, readonly number[]>>>;
  /** What an UPDATING stream is about to become. */
  pending?: StreamChange;
}

export interface EncryptionChange {
  readonly fromMs: number;
  readonly type: Encryption['type'];
}

/** What comes into effect when UPDATING ends. */
export interface StreamChange {
  readonly details?: Partial<
    Pick<
      StreamDetails,
      | 'encryption'
      | 'mode'
      | 'recordDistribution'
      | 'recordKibMax'
      | 'shardLevelMetrics'
      | 'warmThroughputMiBps'
    >
  >;
  readonly reshard?: Reshard;
}

/** What is kept of a shard as JSON. Hash keys are decimal, as in the API. */
export interface ShardDetails {
  createdSeconds: number;
  startingHashKey: string;
  endingHashKey: string;
  parentIndex?: number;
  adjacentParentIndex?: number;
  /** Absent in shards of older versions, which `createdSeconds` dates well enough. */
  createdMs?: number;
  closedMs?: number;
  /** Records before this were purged. */
  purgedEnd?: number;
}

/** A stream in memory. The map of streams is the truth while the engine runs; the store follows. */
export interface Stream {
  readonly id: number;
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly arn: string;
  details: StreamDetails;
  /** By shard index; a closed shard whose records have all expired leaves undefined. */
  readonly shards: (Shard | undefined)[];
  /** Counts records that the service distributes by itself, to take the shards in turn. */
  turn: number;
  /** Open shards sorted by hash key, for routing. */
  routes: readonly Shard[];
}

export interface Shard {
  readonly key: number;
  readonly index: number;
  readonly id: string;
  details: ShardDetails;
  /** The first hash key as 32 hex digits, which sort like the numbers. */
  readonly startHex: string;
  /** Records before this are gone. */
  trimPosition: number;
  /** The next record's position, counting writes that are not kept yet. */
  nextPosition: number;
  /** Reads end before this: everything below is committed, and when power-safe on the disk. */
  committedEnd: number;
  /** Arrival times never decrease within a shard. */
  lastArrivedMs: number;
  readonly limits: ShardLimits;
}

export interface ShardLimits {
  readonly writtenRecords: TokenBucket;
  readonly writtenBytes: TokenBucket;
  readonly iteratorCalls: TokenBucket;
  readonly readCalls: TokenBucket;
  readonly readBytes: TokenBucket;
}

/** Position 0 is the shard's starting sequence number, so the first record has position 1. */
export const FIRST_POSITION = 1;

export function hashKeyRangeOf(details: ShardDetails): HashKeyRange {
  return { start: BigInt(details.startingHashKey), end: BigInt(details.endingHashKey) };
}

export function hexOfHashKey(hashKey: bigint): string {
  return hashKey.toString(16).padStart(32, '0');
}

export function isHashKey(text: string): boolean {
  return BigInt(text) <= HASH_KEY_MAX;
}

/** Open shards and those closed ones that have not expired, by index. */
export function keptShards(stream: Stream): Shard[] {
  return stream.shards.filter((shard) => shard !== undefined);
}

/** The open shards in the order of their hash ranges. */
export function routesOf(shards: readonly Shard[]): Shard[] {
  return shards
    .filter((shard) => shard.details.closedMs === undefined)
    .sort((a, b) => (a.startHex < b.startHex ? -1 : 1));
}

/** The open shard whose range holds the hash key. */
export function routeHex(routes: readonly Shard[], hashHex: string): Shard {
  let low = 0;
  let high = routes.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((routes[middle]?.startHex ?? '') <= hashHex) low = middle;
    else high = middle - 1;
  }
  const shard = routes[low];
  if (shard === undefined) throw new Error('A stream has no open shard');
  return shard;
}

export function startingSequenceNumber(shard: Shard): string {
  return encodeSequenceNumber({
    shardCreatedSeconds: shard.details.createdSeconds,
    shardIndex: shard.index,
    recordIndex: 0n,
    timeSeconds: shard.details.createdSeconds,
  });
}

/** Of a closed shard, else undefined. */
export function endingSequenceNumber(shard: Shard): string | undefined {
  if (shard.details.closedMs === undefined) return undefined;
  return encodeSequenceNumber({
    shardCreatedSeconds: shard.details.createdSeconds,
    shardIndex: shard.index,
    recordIndex: RECORD_INDEX_MAX,
    timeSeconds: Math.floor(shard.details.closedMs / 1000),
  });
}

const POSITION_STEP = 1n << 80n;

/**
 * Sequence numbers of consecutive positions that arrived in the same second, cheaply: one addition
 * a number. Equal to `encodeSequenceNumber` for each, which a test proves.
 */
export class SequenceNumbers {
  private value: bigint;

  constructor(shard: Shard, position: number, arrivedMs: number) {
    this.value = valueOf(shard, position, arrivedMs);
  }

  next(): string {
    const text = this.value.toString();
    this.value += POSITION_STEP;
    return text;
  }
}

/**
 * Sequence numbers of records as they are read: neighbours mostly arrived in the same second, and
 * then only the position differs. Equal to `sequenceNumberOf` for each, which a test proves.
 */
export class ReadSequenceNumbers {
  private readonly shard: Shard;
  private seconds = -1;
  private base = 0n;

  constructor(shard: Shard) {
    this.shard = shard;
  }

  of(position: number, arrivedMs: number): string {
    const seconds = Math.floor(arrivedMs / 1000);
    if (seconds !== this.seconds) {
      this.seconds = seconds;
      this.base = valueOf(this.shard, 0, arrivedMs);
    }
    return (this.base + BigInt(position) * POSITION_STEP).toString();
  }
}

export function sequenceNumberOf(shard: Shard, position: number, arrivedMs: number): string {
  return valueOf(shard, position, arrivedMs).toString();
}

function valueOf(shard: Shard, position: number, arrivedMs: number): bigint {
  return sequenceNumberValue({
    shardCreatedSeconds: shard.details.createdSeconds,
    shardIndex: shard.index,
    recordIndex: BigInt(position),
    timeSeconds: Math.floor(arrivedMs / 1000),
  });
}

export function makeShard(options: {
  key: number;
  index: number;
  details: ShardDetails;
  trimPosition: number;
  nextPosition: number;
  lastArrivedMs: number;
  limits: ShardLimits;
}): Shard {
  return {
    ...options,
    id: formatShardId(options.index),
    startHex: hexOfHashKey(BigInt(options.details.startingHashKey)),
    committedEnd: options.nextPosition,
  };
}
