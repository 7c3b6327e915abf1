import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MovableClock } from '../../../../src/engine/clock/movableClock.ts';
import { TIMER_MS_MAX } from '../../../../src/engine/limits.ts';
import { FakeClock } from '../../../support/fakeClock.ts';

describe('MovableClock', () => {
  it('keeps the time of the clock below until it is moved', async () => {
    const below = new FakeClock(1_000);
    const clock = new MovableClock(below);
    const seen = [clock.nowMs()];
    await below.advance(500);
    seen.push(clock.nowMs());
    clock.advance(10_000);
    seen.push(clock.nowMs());
    await below.advance(1);
    seen.push(clock.nowMs());
    assert.deepEqual(seen, [1_000, 1_500, 11_500, 11_501]);
  });

  it('runs what falls due by a move, in the order of time and not of arrival', async () => {
    const below = new FakeClock();
    const clock = new MovableClock(below);
    const ran: string[] = [];
    clock.schedule(300, () => ran.push('later'));
    clock.schedule(200, () => ran.push('sooner'));
    const notYet = clock.schedule(10_000, () => ran.push('not yet'));
    clock.schedule(250, () => ran.push('disposed')).dispose();
    clock.advance(300);
    await below.advance(0);
    notYet.dispose();
    assert.deepEqual([ran, below.pending], [['sooner', 'later'], 0]);
  });

  it('shortens what is still waiting by as much as it was moved', async () => {
    const below = new FakeClock();
    const clock = new MovableClock(below);
    const ranAtMs: number[] = [];
    const startMs = clock.nowMs();
    clock.schedule(1_000, () => ranAtMs.push(clock.nowMs() - startMs));
    clock.advance(900);
    await below.advance(99);
    const early = [...ranAtMs];
    await below.advance(1);
    assert.deepEqual([early, ranAtMs], [[], [1_000]]);
  });

  it('goes back to the clock below, and what waits keeps its delay', async () => {
    const below = new FakeClock();
    const clock = new MovableClock(below);
    const startMs = clock.nowMs();
    clock.advance(60_000);
    let ran = false;
    clock.schedule(1_000, () => (ran = true));
    clock.reset();
    await below.advance(999);
    const before = ran;
    await below.advance(1);
    assert.deepEqual([clock.nowMs() - startMs, before, ran], [1_000, false, true]);
  });

  it('waits longer than a platform timer can count', async () => {
    const below = new FakeClock();
    const clock = new MovableClock(below);
    let ran = false;
    clock.schedule(2 * TIMER_MS_MAX + 5, () => (ran = true));
    await below.advance(2 * TIMER_MS_MAX + 4);
    const before = ran;
    await below.advance(1);
    assert.deepEqual([before, ran, below.pending], [false, true, 0]);
  });
});
