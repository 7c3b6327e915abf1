import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SpaceSaving } from '../../../../src/tail/metrics/spaceSaving.ts';
import { seededRandom } from '../../../support/seededRandom.ts';

describe('the space-saving sketch', () => {
  for (const [seed, skew] of [
    [1, 1],
    [2, 2],
    [3, 4],
    [4, 8],
  ] as const) {
    it(`bounds every count and misses no frequent key (seed ${seed}, skew ${skew})`, () => {
      const random = seededRandom(seed);
      const capacity = 20;
      const sketch = new SpaceSaving(capacity);
      const exact = new Map<string, number>();
      for (let count = 0; count < 20_000; count++) {
        const key = `key ${Math.floor(random() ** skew * 500)}`;
        sketch.add(key, 10);
        exact.set(key, (exact.get(key) ?? 0) + 1);
      }
      const found = new Map(sketch.keys().map((key) => [key.key, key]));
      assert.deepEqual(sketch.total, { records: 20_000, bytes: 200_000 });
      assert.equal(found.size, capacity);
      for (const [key, { records, bytes, error }] of found) {
        const truth = exact.get(key) ?? 0;
        assert.ok(records >= truth && records - error <= truth, key);
        assert.equal(bytes, (records - error) * 10);
      }
      const frequent = [...exact].filter(([, count]) => count > 20_000 / capacity);
      assert.deepEqual(
        frequent.filter(([key]) => !found.has(key)),
        [],
      );
    });
  }

  it('is exact while there are counters enough', () => {
    const sketch = new SpaceSaving(3);
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) sketch.add(key, 5);
    assert.deepEqual(sketch.keys(), [
      { key: 'a', records: 3, bytes: 15, error: 0 },
      { key: 'b', records: 2, bytes: 10, error: 0 },
      { key: 'c', records: 1, bytes: 5, error: 0 },
    ]);
  });
});
