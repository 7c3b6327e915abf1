/** Shard indexes are 31 bits. */
const SHARD_INDEX_MAX = 0x7fff_ffff;

export function formatShardId(shardIndex: number): string {
  return `shardId-${String(shardIndex).padStart(12, '0')}`;
}

/**
 * Accepts what the service accepts: `shardId-000000000003`, `shardId-3`, `3`, and any other prefix up
 * to a hyphen; what follows a second hyphen is not looked at.
 */
export function parseShardId(text: string): number | undefined {
  const digits = text.split('-', 2)[1] || text;
  if (!/^\d+$/.test(digits)) return undefined;
  const shardIndex = Number(digits);
  return shardIndex <= SHARD_INDEX_MAX ? shardIndex : undefined;
}

/** `0003` for `shardId-000000000003`: enough for a person to tell shards apart. */
export function shortShardId(shardId: string): string {
  const shardIndex = parseShardId(shardId);
  return shardIndex === undefined ? shardId : String(shardIndex).padStart(4, '0');
}
