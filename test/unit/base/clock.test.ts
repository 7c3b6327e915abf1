import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { sleep } from '../../../src/base/clock.ts';
import { FakeClock, settle } from '../../support/fakeClock.ts';

describe('sleep', () => {
  it('resolves when its time has come, and not before', async () => {
    const clock = new FakeClock();
    let isOver = false;
    const sleeping = sleep(clock, 100, new AbortController().signal).then(() => (isOver = true));
    await clock.advance(99);
    assert.equal(isOver, false);
    await clock.advance(1);
    await sleeping;
    assert.equal(isOver, true);
  });

  it('rejects with the reason as soon as its signal aborts, and leaves no timer', async () => {
    const clock = new FakeClock();
    const controller = new AbortController();
    const reason = new Error('closed');
    const rejected = assert.rejects(sleep(clock, 100, controller.signal), reason);
    controller.abort(reason);
    await rejected;
    assert.equal(clock.pending, 0);
    await assert.rejects(sleep(clock, 100, controller.signal), reason);
    assert.equal(clock.pending, 0);
  });
});

describe('FakeClock', () => {
  it('runs timers in the order of their time, then of their making', async () => {
    const clock = new FakeClock(0);
    const order: string[] = [];
    const note = (name: string) => () => order.push(`${name} at ${clock.nowMs()}`);
    clock.schedule(20, note('c'));
    clock.schedule(10, () => {
      note('a')();
      clock.schedule(5, note('b'));
    });
    clock.schedule(20, note('d'));
    clock.schedule(15, note('never')).dispose();
    await clock.advance(30);
    await settle();
    assert.deepEqual([order, clock.nowMs()], [['a at 10', 'b at 15', 'c at 20', 'd at 20'], 30]);
  });
});
