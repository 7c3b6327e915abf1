import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { FrameGate } from '../../../src/tail/frameGate.ts';
import { FakeClock } from '../../support/fakeClock.ts';

describe('FrameGate', () => {
  it('flushes at once after a quiet time, and then once a frame', async () => {
    const clock = new FakeClock(0);
    const flushes: number[] = [];
    const gate = new FrameGate(clock, () => flushes.push(clock.nowMs()));
    for (let ms = 0; ms < 100; ms += 10) {
      gate.request();
      gate.request();
      await clock.advance(10);
    }
    await clock.advance(1_000);
    gate.request();
    await clock.advance(0);
    assert.deepEqual(flushes, [0, 33, 66, 99, 1_100]);
  });

  it('neither flushes nor waits once it is disposed', async () => {
    const clock = new FakeClock(0);
    let flushes = 0;
    const gate = new FrameGate(clock, () => flushes++);
    gate.request();
    gate.dispose();
    gate.request();
    await clock.advance(100);
    assert.deepEqual([flushes, clock.pending], [0, 0]);
  });
});
