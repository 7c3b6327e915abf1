import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { Backoff } from '../../../src/base/backoff.ts';

function delays(chance: number, count: number, backoff = make(chance)): number[] {
  return Array.from({ length: count }, () => backoff.nextDelayMs());
}

function make(chance: number): Backoff {
  return new Backoff({ firstMs: 100, maxMs: 1_000, random: () => chance });
}

describe('Backoff', () => {
  it('doubles up to its limit, between half and all of it', () => {
    assert.deepEqual(delays(0, 6), [50, 100, 200, 400, 500, 500]);
    assert.deepEqual(delays(0.999_999, 6), [100, 200, 400, 800, 1_000, 1_000]);
  });

  it('begins again after a reset, and never overflows', () => {
    const backoff = make(0);
    assert.equal(delays(0, 5_000, backoff).at(-1), 500);
    backoff.reset();
    assert.equal(backoff.nextDelayMs(), 50);
  });
});
