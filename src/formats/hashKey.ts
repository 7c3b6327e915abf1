/**
 * Formats: codecs and rules of Kinesis that more than one program needs, as pure functions.
 * Start with this file (which shard does a key go to?) and `sequenceNumber.ts`.
 */

export const HASH_KEY_MAX = (1n << 128n) - 1n;

/** Inclusive on both ends, as in the API. */
export interface HashKeyRange {
  readonly start: bigint;
  readonly end: bigint;
}

/** Reads the 16 bytes of an MD5 digest as the unsigned 128-bit hash key that Kinesis routes by. */
export function hashKeyOfMd5(digest: Uint8Array): bigint {
  let hashKey = 0n;
  for (const byte of digest) hashKey = (hashKey << 8n) | BigInt(byte);
  return hashKey;
}

/**
 * Splits the hash key space evenly, as CreateStream does: shard i starts at floor(2^128 / n) × i
 * and the last shard takes the remainder.
 */
export function evenHashKeyRanges(shardCount: number): HashKeyRange[] {
  const width = (HASH_KEY_MAX + 1n) / BigInt(shardCount);
  return Array.from({ length: shardCount }, (_, index) => ({
    start: width * BigInt(index),
    end: index === shardCount - 1 ? HASH_KEY_MAX : width * BigInt(index + 1) - 1n,
  }));
}

/** Share of the whole hash key space, from 0 to 1. */
export function hashKeyShare(range: HashKeyRange): number {
  const parts = 1_000_000n;
  return Number(((range.end - range.start + 1n) * parts) / (HASH_KEY_MAX + 1n)) / Number(parts);
}

/** Where a hash key lies in the whole space, from 0 to 1. */
export function hashKeyPosition(hashKey: bigint): number {
  const parts = 1_000_000n;
  return Number((hashKey * parts) / (HASH_KEY_MAX + 1n)) / Number(parts);
}
