import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '../../../../src/engine/simulate/random.ts';

test('the numbers of a seed never change, because recorded runs depend on them', () => {
  const random = new SeededRandom(1);
  assert.deepEqual(
    [random.uint32(), random.uint32(), random.uint32(), random.hex(12), random.digits(6)],
    [2420951833, 2513034076, 3847892949, 'f247352245b8', '354622'],
  );
});

test('numbers are spread evenly over [0, 1)', () => {
  const random = new SeededRandom(42);
  const buckets = new Array<number>(10).fill(0);
  for (let count = 0; count < 100_000; count++) {
    const index = Math.floor(random.next() * 10);
    buckets[index] = (buckets[index] ?? 0) + 1;
  }
  assert.ok(
    buckets.every((count) => Math.abs(count - 10_000) < 500),
    buckets.join(' '),
  );
});
