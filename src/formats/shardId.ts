const PATTERN = /^(?:shardId-)?(\d{1,12})$/;

export function formatShardId(shardIndex: number): string {
  return `shardId-${String(shardIndex).padStart(12, '0')}`;
}

/** Accepts what the service accepts: `shardId-000000000003`, `shardId-3` and `3`. */
export function parseShardId(text: string): number | undefined {
  const digits = PATTERN.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** `0003` for `shardId-000000000003`: enough for a person to tell shards apart. */
export function shortShardId(shardId: string): string {
  const shardIndex = parseShardId(shardId);
  return shardIndex === undefined ? shardId : String(shardIndex).padStart(4, '0');
}
