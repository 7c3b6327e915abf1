import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { TailProgress } from '../../../../src/protocol/webview/tail.ts';
import { ProgressMeter } from '../../../../src/tail/reading/progressMeter.ts';
import { seededRandom } from '../../../support/seededRandom.ts';

const HOUR_MS = 3_600_000;

function sampler(): (behindMs: number | undefined, afterMs?: number) => TailProgress | undefined {
  const meter = new ProgressMeter();
  let nowMs = 1_000_000;
  return (behindMs, afterMs = 1_000) => {
    nowMs += afterMs;
    return meter.sample({
      nowMs,
      behindMs,
      recordsPerSecond: 10,
      bytesPerSecond: 3_000_000,
      emptyReads: 4,
    });
  };
}

describe('ProgressMeter', () => {
  it('has nothing to say while no shard has answered, or at the end of the stream', () => {
    const sample = sampler();
    assert.deepEqual(
      [sample(undefined), sample(0), sample(9_999)],
      [undefined, undefined, undefined],
    );
  });

  it('estimates first, and then says when it is there', () => {
    const sample = sampler();
    const trends = [4, 3.9, 3.8].map((hours) => sample(hours * HOUR_MS)?.trend);
    assert.deepEqual(trends, ['estimating', 'estimating', 'estimating']);
    const progress = sample(3.7 * HOUR_MS);
    assert.deepEqual(
      { ...progress, etaMs: Math.round(progress?.etaMs ?? 0), share: progress?.share.toFixed(3) },
      {
        behindMs: 3.7 * HOUR_MS,
        share: '0.075',
        trend: 'nearing',
        etaMs: 37_000,
        recordsPerSecond: 10,
        bytesPerSecond: 3_000_000,
        emptyReads: 4,
      },
    );
  });

  it('says that it comes no nearer when more is written than it reads', () => {
    const sample = sampler();
    for (let second = 0; second < 10; second++) sample(HOUR_MS + second * 1_000);
    const progress = sample(HOUR_MS + 10_000);
    assert.deepEqual([progress?.trend, progress?.etaMs], ['falling', undefined]);
  });

  it('shows the last seconds once it was behind, and is silent again when it is there', () => {
    const sample = sampler();
    assert.deepEqual(
      [12_000, 5_000, 1_900, 5_000].map((behindMs) => sample(behindMs)?.behindMs),
      [12_000, 5_000, undefined, undefined],
    );
  });

  it('is never negative and never goes back, whatever it is told', () => {
    const seed = 20_261_120;
    const random = seededRandom(seed);
    const sample = sampler();
    let share = 0;
    for (let round = 0; round < 5_000; round++) {
      const behindMs = random() < 0.02 ? undefined : Math.round(random() ** 4 * 9e9) - 1_000;
      const progress = sample(behindMs, Math.floor(random() * 3_000));
      if (!progress) {
        share = 0;
        continue;
      }
      assert.ok(progress.share >= share && progress.share <= 1, `share, seed ${seed}`);
      assert.ok(progress.etaMs === undefined || progress.etaMs >= 0, `eta, seed ${seed}`);
      assert.ok(progress.etaMs === undefined || Number.isFinite(progress.etaMs), `seed ${seed}`);
      ({ share } = progress);
    }
  });

  it('does not jump when the speed does', () => {
    const sample = sampler();
    let behindMs = 10 * HOUR_MS;
    for (let second = 0; second < 20; second++) sample((behindMs -= 60_000));
    const before = sample((behindMs -= 60_000))?.etaMs ?? 0;
    const after = sample((behindMs -= 600_000))?.etaMs ?? 0;
    assert.ok(after > before * 0.7, `${before} to ${after}`);
  });
});
