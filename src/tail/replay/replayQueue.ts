import type { RecordToPut } from './target.ts';

/** A record that is not stored yet. */
export interface Waiting {
  readonly record: RecordToPut;
  /** Counted by the limits of a call and of a shard: data and key. */
  readonly bytes: number;
  readonly hashKey: bigint;
  /** When it is its turn, by the pace that was chosen. */
  readonly dueMs: number;
  attempts: number;
  /** A call that it was in was refused, so that it has to go by itself to tell whether it is the reason. */
  goesAlone: boolean;
  state: 'waiting' | 'underway' | 'done';
}

/** Records in the order in which they have to be stored, bounded by its owner. */
export class ReplayQueue {
  private items: Waiting[] = [];
  private doneCount = 0;
  private byteCount = 0;

  get count(): number {
    return this.items.length - this.doneCount;
  }

  get bytes(): number {
    return this.byteCount;
  }

  push(item: Waiting): void {
    this.items.push(item);
    this.byteCount += item.bytes;
  }

  /** Of each key the first that is not stored, if no call has it; in order. */
  *heads(): Generator<Waiting, void> {
    const seen = new Set<string>();
    for (const item of this.items) {
      if (item.state === 'done' || seen.has(item.record.partitionKey)) continue;
      seen.add(item.record.partitionKey);
      if (item.state === 'waiting') yield item;
    }
  }

  finish(items: readonly Waiting[]): void {
    for (const item of items) {
      item.state = 'done';
      this.doneCount++;
      this.byteCount -= item.bytes;
    }
    if (this.doneCount * 2 < this.items.length) return;
    this.items = this.items.filter(({ state }) => state !== 'done');
    this.doneCount = 0;
  }
}
