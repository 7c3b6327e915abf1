import { SHARD_KEYS_MAX } from '../limits.ts';

/** Which keys name a shard in the store. A key is free again when the last of its records is gone. */
export class ShardKeys {
  private readonly used = new Set<number>();
  private next = 0;

  get size(): number {
    return this.used.size;
  }

  /** Throws when all are used; callers see to it beforehand that there are enough. */
  take(): number {
    if (this.used.size >= SHARD_KEYS_MAX) throw new Error('No shard key is free');
    while (this.used.has(this.next)) this.next = (this.next + 1) % SHARD_KEYS_MAX;
    this.used.add(this.next);
    return this.next;
  }

  /** A key that the store already knows. */
  add(shardKey: number): void {
    this.used.add(shardKey);
  }

  release(shardKey: number): void {
    this.used.delete(shardKey);
  }
}
