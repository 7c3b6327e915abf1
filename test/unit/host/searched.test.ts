import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import { Emitter } from '../../../src/base/event.ts';
import { SEARCH_LOOK_MS } from '../../../src/host/limits.ts';
import { searched } from '../../../src/host/panels/searched.ts';
import type { TailCounts } from '../../../src/protocol/webview/tail.ts';
import { TailSession } from '../../../src/tail/session.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { FakeSource } from '../tail/fakeSource.ts';

const { signal } = new AbortController();

describe('what is to be exported', () => {
  it('is complete when the filter has looked at what was there', async () => {
    const advanced = new Emitter<TailCounts>();
    const counts = { received: 10, waiting: 0, filter: { pending: 4 } };
    const session = { counts: counts as unknown as TailCounts, onAdvanced: advanced.event };
    let isDone = false;
    const search = searched(session, { signal, isOpen: () => true }).then(() => (isDone = true));
    for (const [received, pending] of [
      [10, 2],
      [13, 4],
      [13, 3],
    ] as const) {
      await Promise.resolve();
      assert.equal(isDone, false);
      Object.assign(counts, { received, filter: { pending } });
      advanced.fire(session.counts);
    }
    await search;
  });

  it('is complete when it is in order', async () => {
    const advanced = new Emitter<TailCounts>();
    const counts = { received: 10, waiting: 0, orderPending: 4 };
    const session = { counts: counts as unknown as TailCounts, onAdvanced: advanced.event };
    let isDone = false;
    const search = searched(session, { signal, isOpen: () => true }).then(() => (isDone = true));
    await Promise.resolve();
    assert.equal(isDone, false);
    Object.assign(counts, { orderPending: undefined });
    advanced.fire(session.counts);
    await search;
  });

  it('is given up when the tail is closed meanwhile', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      const clock = new FakeClock();
      const source = new FakeSource(clock, ['shardId-000000000000']);
      const session = new TailSession({
        source,
        clock,
        random: () => 0,
        connectionName: 'Local engine',
        streamName: 'orders',
        position: { type: 'TRIM_HORIZON' },
        shards: 'all',
      });
      session.start();
      source.put('shardId-000000000000', 'a');
      await clock.advance(1_000);
      session.filter({ conditions: [{ kind: 'text', text: 'a' }] });
      let isOpen = true;
      const search = searched(session, { signal, isOpen: () => isOpen });
      session.dispose();
      isOpen = false;
      mock.timers.tick(SEARCH_LOOK_MS);
      await assert.rejects(search, { code: 'notFound' });
    } finally {
      mock.timers.reset();
    }
  });
});
