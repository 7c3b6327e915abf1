import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  evenHashKeyRanges,
  HASH_KEY_MAX,
  type HashKeyRange,
} from '../../../../src/formats/hashKey.ts';
import { costOf, type LayoutPlan, planLayout } from '../../../../src/tail/copy/shardLayout.ts';
import { seededRandom } from '../../../support/seededRandom.ts';

/** The plain model: does what the plan says, and refuses what the service refuses. */
function carryOut({ shardCount, merges, splits }: LayoutPlan): HashKeyRange[] {
  let shards = evenHashKeyRanges(shardCount);
  for (const boundary of merges) {
    const left = shards.find(({ end }) => end === boundary - 1n);
    const right = shards.find(({ start }) => start === boundary);
    assert.ok(left && right);
    shards = shards.filter((it) => it !== left && it !== right);
    shards.push({ start: left.start, end: right.end });
  }
  for (const boundary of splits) {
    const shard = shards.find(({ start, end }) => boundary > start + 1n && boundary < end);
    assert.ok(shard);
    shards = shards.filter((it) => it !== shard);
    shards.push({ start: shard.start, end: boundary - 1n }, { start: boundary, end: shard.end });
  }
  return shards.sort((a, b) => (a.start < b.start ? -1 : 1));
}

describe('the layout of a copy', () => {
  it('is made at once where the ranges are even', () => {
    for (const count of [1, 2, 3, 7, 64]) {
      const plan = planLayout(evenHashKeyRanges(count));
      assert.deepEqual([plan.shardCount, costOf(plan)], [count, 0]);
    }
  });

  it('takes one reshard for what one reshard has changed', () => {
    const [first, second, ...others] = evenHashKeyRanges(8);
    assert.ok(first && second);
    const merged = [{ start: first.start, end: second.end }, ...others];
    const middle = first.end / 2n;
    const split = [
      { start: 0n, end: middle },
      { start: middle + 1n, end: first.end },
      second,
      ...others,
    ];
    assert.deepEqual([costOf(planLayout(merged)), costOf(planLayout(split))], [1, 1]);
  });

  it('leads to any ranges that splits and merges can have led to', () => {
    const seed = 23;
    const random = seededRandom(seed);
    for (let round = 0; round < 200; round++) {
      let shards = evenHashKeyRanges(1 + Math.floor(random() * 6));
      for (let step = Math.floor(random() * 8); step > 0; step--) {
        const at = Math.floor(random() * shards.length);
        const [shard, next] = shards.slice(at, at + 2);
        assert.ok(shard);
        if (random() < 0.4 && next) shards.splice(at, 2, { start: shard.start, end: next.end });
        else if (shard.end - shard.start > 4n) {
          const width = shard.end - shard.start;
          const boundary =
            shard.start + 2n + ((width - 4n) * BigInt(Math.floor(random() * 1e6))) / 1_000_000n;
          shards.splice(
            at,
            1,
            { start: shard.start, end: boundary - 1n },
            { start: boundary, end: shard.end },
          );
        }
      }
      shards = [...shards];
      assert.deepEqual(carryOut(planLayout(shards)), shards, `seed ${seed}, round ${round}`);
    }
    assert.equal(evenHashKeyRanges(1)[0]?.end, HASH_KEY_MAX);
  });
});
