import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RateBudget } from '../../../../src/engine/simulate/rateBudget.ts';
import { SeededRandom } from '../../../../src/engine/simulate/random.ts';

test('over an hour of uneven ticks the number of records is exact', () => {
  for (const recordsPerSecond of [0.1, 0.3, 1, 3, 7.7, 20, 333.3, 20_000]) {
    const budget = new RateBudget({ recordsPerSecond, catchUpMaxMs: 500, nowMs: 0 });
    const random = new SeededRandom(7);
    let taken = 0;
    let nowMs = 0;
    while (nowMs < 3_600_000) {
      nowMs = Math.min(3_600_000, nowMs + 50 + random.below(150));
      taken += budget.take(nowMs);
    }
    const error = Math.abs(taken - recordsPerSecond * 3600);
    assert.ok(error <= 1, `${String(recordsPerSecond)}/s gave ${String(taken)}`);
  }
});

test('after a pause only the allowed time is made up for', () => {
  const budget = new RateBudget({ recordsPerSecond: 100, catchUpMaxMs: 500, nowMs: 0 });
  const takes = [100, 60_100, 60_200, 60_300].map((nowMs) => budget.take(nowMs));
  assert.deepEqual(takes, [10, 51, 10, 10]);
});

test('a clock that is set back neither bursts nor stalls', () => {
  const budget = new RateBudget({ recordsPerSecond: 10, catchUpMaxMs: 500, nowMs: 1_000_000 });
  const takes = [1_000_100, 900_000, 900_100, 900_200].map((nowMs) => budget.take(nowMs));
  assert.deepEqual(takes, [1, 0, 1, 1]);
});
