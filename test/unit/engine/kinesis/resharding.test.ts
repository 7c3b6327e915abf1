import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type OpenShard,
  planReshard,
  type Reshard,
} from '../../../../src/engine/kinesis/resharding.ts';
import { evenHashKeyRanges, HASH_KEY_MAX } from '../../../../src/formats/hashKey.ts';
import { seededRandom } from '../../../support/seededRandom.ts';

const SEED = 20_261;

/** Shards with all that a plan needs, and a check of each plan against what resharding means. */
class Model {
  open: OpenShard[];
  nextIndex: number;

  constructor(shardCount: number) {
    this.open = evenHashKeyRanges(shardCount).map((range, index) => ({ index, range }));
    this.nextIndex = shardCount;
  }

  /** Gives how many shards the plan makes. */
  apply(reshard: Reshard): number {
    const { created, closed } = planReshard(this.open, this.nextIndex, reshard);
    const all = new Map([...this.open, ...created].map((shard) => [shard.index, shard]));
    created.forEach((shard, position) => {
      assert.equal(shard.index, this.nextIndex + position);
      const parent = all.get(shard.parentIndex);
      const adjacent = all.get(shard.adjacentParentIndex ?? -1);
      const start = parent?.range.start ?? 1n;
      const end = adjacent?.range.end ?? parent?.range.end ?? 0n;
      assert.ok(shard.range.start >= start && shard.range.end <= end, 'within its parents');
      assert.ok(closed.has(shard.parentIndex), 'its parent is closed');
      if (adjacent !== undefined) {
        assert.equal(parent?.range.end, adjacent.range.start - 1n);
        assert.deepEqual(shard.range, { start, end });
      }
    });
    this.open = [...all.values()]
      .filter((shard) => !closed.has(shard.index))
      .map(({ index, range }) => ({ index, range }))
      .sort((a, b) => (a.range.start < b.range.start ? -1 : 1));
    this.nextIndex += created.length;
    this.checkPartition();
    return created.length;
  }

  private checkPartition(): void {
    let next = 0n;
    for (const { range } of this.open) {
      assert.equal(range.start, next);
      assert.ok(range.end >= range.start);
      next = range.end + 1n;
    }
    assert.equal(next, HASH_KEY_MAX + 1n);
  }
}

describe('planReshard', () => {
  it('splits and merges with as few shards as possible where counts are multiples', () => {
    const counts = [3, 6, 12, 6, 3, 1, 2];
    const model = new Model(3);
    const created = counts.slice(1).map((shardCount) => model.apply({ kind: 'scale', shardCount }));
    // Each split makes two shards, each merge one; three shards become one by two merges.
    assert.deepEqual(created, [6, 12, 6, 3, 2, 2]);
  });

  it('does nothing where nothing is to be done', () => {
    assert.equal(new Model(7).apply({ kind: 'scale', shardCount: 7 }), 0);
  });

  it(`keeps the hash keys divided among open shards, whatever is asked (seed ${String(SEED)})`, () => {
    const random = seededRandom(SEED);
    const below = (end: number): number => Math.floor(random() * end);
    for (let run = 0; run < 30; run += 1) {
      const model = new Model(1 + below(12));
      for (let step = 0; step < 12; step += 1) {
        const kind = below(3);
        const at = below(model.open.length);
        const shard = model.open[at];
        const adjacent = model.open[at + 1];
        if (shard === undefined) continue;
        const { start, end } = shard.range;
        if (kind === 0) {
          const boundary = start + 2n + (end - start - 2n) / BigInt(2 + below(1_000));
          model.apply({
            kind: 'split',
            shardIndex: shard.index,
            startingHashKey: boundary.toString(),
          });
        } else if (kind === 1 && adjacent !== undefined) {
          model.apply({
            kind: 'merge',
            shardIndex: shard.index,
            adjacentIndex: adjacent.index,
          });
        } else {
          const shardCount = 1 + below(24);
          model.apply({ kind: 'scale', shardCount });
          assert.equal(model.open.length, shardCount);
        }
      }
    }
  });

  it('scales ten thousand shards to twice as many', () => {
    const model = new Model(10_000);
    assert.equal(model.apply({ kind: 'scale', shardCount: 20_000 }), 20_000);
  });
});
