/**
 * The 56-digit sequence numbers of Kinesis, as seen in recorded records of 2015 to 2023: 186 bits,
 * which as 47 hex digits read `2`, the shard's creation in epoch seconds (9 digits), the low digit
 * of the shard index (1), the record's index (16), `00`, the record's time in epoch seconds (9),
 * the shard index (8) and the version `2`. AWS does not document the layout; it only promises that
 * the numbers of one shard increase.
 */
export interface SequenceNumberParts {
  readonly shardCreatedSeconds: number;
  readonly shardIndex: number;
  /** Position of the record in its shard, 0 to 2^63 − 1. */
  readonly recordIndex: bigint;
  readonly timeSeconds: number;
}

/** The record index in the ending sequence number of a closed shard. */
export const RECORD_INDEX_MAX = 0x7fff_ffff_ffff_ffffn;

const LEADING_TWO = 2n << 184n;

export function encodeSequenceNumber(parts: SequenceNumberParts): string {
  return sequenceNumberValue(parts).toString();
}

/** The number itself, for whoever counts on from it. */
export function sequenceNumberValue(parts: SequenceNumberParts): bigint {
  return (
    LEADING_TWO |
    (BigInt(parts.shardCreatedSeconds) << 148n) |
    (BigInt(parts.shardIndex & 0xf) << 144n) |
    (parts.recordIndex << 80n) |
    (BigInt(parts.timeSeconds) << 36n) |
    (BigInt(parts.shardIndex) << 4n) |
    2n
  );
}

/** Returns undefined for anything that is not a version-2 sequence number. */
export function decodeSequenceNumber(text: string): SequenceNumberParts | undefined {
  if (!/^[1-9]\d{55}$/.test(text)) return undefined;
  const value = BigInt(text);
  const shardIndex = Number(bits(value, 4n, 32n));
  const isVersion2 =
    value >> 184n === 2n &&
    bits(value, 0n, 4n) === 2n &&
    bits(value, 72n, 8n) === 0n &&
    bits(value, 144n, 4n) === BigInt(shardIndex & 0xf);
  if (!isVersion2) return undefined;
  return {
    shardCreatedSeconds: Number(bits(value, 148n, 36n)),
    shardIndex,
    recordIndex: bits(value, 80n, 64n),
    timeSeconds: Number(bits(value, 36n, 36n)),
  };
}

/** Whether the API takes the text for a sequence number: it says 0 or up to 129 digits. */
export function isSequenceNumber(text: string): boolean {
  return /^(?:0|[1-9]\d{0,128})$/.test(text);
}

/** Orders two sequence numbers of one shard. */
export function compareSequenceNumbers(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

function bits(value: bigint, offset: bigint, width: bigint): bigint {
  return (value >> offset) & ((1n << width) - 1n);
}
