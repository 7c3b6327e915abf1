import type { SourceRecord } from '../source.ts';

type Packed = Pick<SourceRecord, 'aggregate' | 'explicitHashKey'>;

/**
 * What the window keeps of user records beyond what every record has: their place in the aggregate
 * that brought them, and their explicit hash key. 16 bytes a record (two numbers and a reference),
 * and the hash keys' own text.
 */
export class PackedColumns {
  private readonly indexes: Uint32Array;
  /** 0 for a record that no aggregate brought. */
  private readonly counts: Uint32Array;
  private readonly explicitHashKeys: (string | undefined)[];

  constructor(capacity: number) {
    this.indexes = new Uint32Array(capacity);
    this.counts = new Uint32Array(capacity);
    this.explicitHashKeys = new Array<string | undefined>(capacity);
  }

  set(slot: number, { aggregate, explicitHashKey }: Packed): void {
    this.indexes[slot] = aggregate?.index ?? 0;
    this.counts[slot] = aggregate?.count ?? 0;
    this.explicitHashKeys[slot] = explicitHashKey;
  }

  get(slot: number): Packed {
    const count = this.counts[slot] ?? 0;
    if (count === 0) return {};
    const explicitHashKey = this.explicitHashKeys[slot];
    const aggregate = { index: this.indexes[slot] ?? 0, count };
    return explicitHashKey === undefined ? { aggregate } : { aggregate, explicitHashKey };
  }

  clear(slot: number): void {
    this.explicitHashKeys[slot] = undefined;
  }
}
