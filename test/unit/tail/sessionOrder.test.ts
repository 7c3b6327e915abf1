import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Disposable } from '../../../src/base/lifecycle.ts';
import type { RowOrder } from '../../../src/protocol/webview/grid.ts';
import type { TailSession } from '../../../src/tail/session.ts';
import type { TailSessionOptions } from '../../../src/tail/sessionOptions.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { shownTexts } from '../../support/tails.ts';
import { FakeSource } from './fakeSource.ts';
import { closeFakeTail, openFakeTail } from './fakeTail.ts';

const SHARDS = [0, 1, 2].map((index) => `shardId-00000000000${index}`);

/** A clock that says when something that was to be done at once is done. */
class TellingClock extends FakeClock {
  onDone: () => void = () => undefined;

  override schedule(delayMs: number, callback: () => void): Disposable {
    return super.schedule(delayMs, () => {
      callback();
      if (delayMs === 0) this.onDone();
    });
  }
}

describe('the order of the rows of a TailSession', () => {
  let clock: TellingClock;
  let source: FakeSource;
  let session: TailSession;

  beforeEach(() => {
    clock = new TellingClock();
    source = new FakeSource(clock, SHARDS);
  });

  afterEach(() => closeFakeTail(session, clock));

  /** One after the other in the shards in turn, read shard by shard. */
  async function open(options: Partial<TailSessionOptions> = {}): Promise<void> {
    for (let index = 0; index < 9; index++) {
      source.put(SHARDS[index % 3] ?? '', `${index}@example.com`, `key ${index % 2}`);
      await clock.advance(10);
    }
    session = openFakeTail(source, clock, options);
    await clock.advance(3_000);
  }

  /** What is shown, shortened to the digits. */
  function shown(): string {
    return shownTexts(session)
      .map((text) => text[0])
      .join('');
  }

  async function order(by: RowOrder): Promise<void> {
    session.order({ by });
    await clock.advance(100);
  }

  const AS_READ = '036147258';
  const BY_ARRIVAL = '012345678';

  it('pauses a tail that reads, and is that of reading again once it goes on', async () => {
    await open();
    assert.deepEqual([shown(), session.counts.order], [AS_READ, 'read']);
    const { generation } = session.counts;
    await order('arrival');
    assert.deepEqual(
      [shown(), session.counts.order, session.state.phase],
      [BY_ARRIVAL, 'arrival', { name: 'paused', full: false }],
    );
    assert.equal(session.counts.generation, generation + 1);
    source.put(SHARDS[0] ?? '', '9');
    await clock.advance(2_000);
    assert.deepEqual([shown(), session.counts.waiting], [BY_ARRIVAL, 1]);
    session.resume();
    await clock.advance(2_000);
    const now = [shown(), session.counts.order, session.state.phase.name];
    assert.deepEqual(now, [`${AS_READ}9`, 'read', 'running']);
  });

  it('stays paused when it is that of reading again', async () => {
    await open();
    await order('arrival');
    await order('read');
    assert.deepEqual([shown(), session.state.phase.name], [AS_READ, 'paused']);
  });

  it('leaves a tail that has come to its end there', async () => {
    await open({ end: { type: 'NOW' } });
    const ended = { name: 'ended', at: { type: 'NOW' } };
    assert.deepEqual([shown(), session.state.phase], [AS_READ, ended]);
    await order('arrival');
    assert.deepEqual([shown(), session.state.phase], [BY_ARRIVAL, ended]);
    await order('read');
    assert.deepEqual([shown(), session.state.phase], [AS_READ, ended]);
    await order('arrival');
    session.resume();
    source.put(SHARDS[2] ?? '', '9');
    await clock.advance(3_000);
    assert.deepEqual([shown(), session.counts.order], [`${AS_READ}9`, 'read']);
  });

  it('is kept by filters and masks, and not by a restart', async () => {
    await open({ masking: { rules: ['email'], isOn: false } });
    await order('arrival');
    session.filter({ conditions: [{ kind: 'key', partitionKeys: ['key 1'] }] });
    await clock.advance(100);
    assert.deepEqual([shown(), session.counts.order], ['1357', 'arrival']);
    session.filter({ conditions: [] });
    await clock.advance(100);
    session.setMasking(true);
    // Not for a frame are they shown in the other order.
    assert.equal(session.counts.order, 'arrival');
    await clock.advance(100);
    assert.equal(session.counts.order, 'arrival');
    session.setMasking(false);
    await clock.advance(100);
    assert.equal(shown(), BY_ARRIVAL);
    session.restart({ position: { type: 'TRIM_HORIZON' }, shards: 'all' });
    await clock.advance(3_000);
    assert.deepEqual([shown(), session.counts.order], [AS_READ, 'read']);
  });

  it('holds where the full window has paused, until the rows are cleared', async () => {
    await open({ windowRecordsMax: 5, whenFull: 'pause' });
    await order('arrival');
    assert.deepEqual(
      [shown(), session.state.phase],
      ['01346', { name: 'paused', full: true, byItself: true }],
    );
    session.clear();
    await clock.advance(3_000);
    assert.deepEqual(
      [shown(), session.counts.order, session.state.phase.name],
      ['7258', 'read', 'running'],
    );
  });

  it('is that of what is copied, exported and gone to, and the record that is looked at stays', async () => {
    await open();
    session.record({ generation: session.counts.generation, ordinal: 4 });
    assert.equal(shownTexts(session)[4], '4@example.com');
    await order('arrival');
    const { generation, lastRecord = -1 } = session.counts;
    assert.equal(shownTexts(session)[lastRecord], '4@example.com');
    const rows = session.snapshot();
    assert.deepEqual([rows.order, rows.count], ['arrival', 9]);
    const exported = Array.from({ length: rows.count }, (_, at) => rows.row(at)?.decoding.text[0]);
    assert.equal(exported.join(''), BY_ARRIVAL);
    const some = session.snapshot({ generation, ordinals: [1, 2] });
    assert.deepEqual([some.row(0)?.decoding.text[0], some.row(1)?.decoding.text[0]], ['1', '2']);
    const next = session.neighbour({ generation, ordinal: 4, direction: 'next' });
    await clock.advance(10);
    assert.equal(await next, 6);
    session.resume();
    await clock.advance(100);
    assert.equal(shownTexts(session)[session.counts.lastRecord ?? -1], '4@example.com');
  });

  it('changes nothing of what is counted over time', async () => {
    await open();
    session.filter({ conditions: [{ kind: 'key', partitionKeys: ['key 1'] }] });
    await clock.advance(100);
    const count = async (): Promise<unknown> => {
      const counted = session.histogram.count({ split: { by: 'shard' } });
      await clock.advance(10);
      return counted;
    };
    const before = await count();
    assert.ok(before);
    await order('arrival');
    assert.deepEqual([shown(), await count()], ['1357', before]);
  });

  it('comes in slices, and whatever changes the view ends them', async () => {
    const count = 25_000;
    for (let index = 0; index < 3 * count; index++) {
      source.put(SHARDS[Math.floor(index / count)] ?? '', '', index % 2 === 0 ? 'even' : 'odd');
    }
    session = openFakeTail(source, clock, { windowRecordsMax: 3 * count });
    await clock.advance(30_000);
    assert.equal(session.counts.end, 3 * count);
    const { generation } = session.counts;

    const pendingWhile = async (change: () => void): Promise<(number | undefined)[]> => {
      const pending: (number | undefined)[] = [];
      clock.onDone = () => {
        pending.push(session.counts.orderPending);
        if (pending.length === 2) change();
      };
      session.order({ by: 'arrival' });
      await clock.advance(0);
      clock.onDone = () => undefined;
      await clock.advance(100);
      return pending;
    };

    const left = await pendingWhile(() => session.order({ by: 'read' }));
    assert.ok(left[1] !== undefined && left[1] > 0, String(left));
    const { orderPending, ...now } = session.counts;
    assert.deepEqual([orderPending, now.generation, now.order], [undefined, generation, 'read']);

    const keys = { kind: 'key', partitionKeys: ['odd'] } as const;
    await pendingWhile(() => session.filter({ conditions: [keys] }));
    const { order: by, first, end } = session.counts;
    assert.deepEqual([by, end - first], ['arrival', 37_500]);

    session.filter({ conditions: [] });
    session.order({ by: 'read' });
    await pendingWhile(() => session.clear());
    assert.deepEqual([session.counts.order, session.counts.end], ['arrival', 0]);
    session.resume();
    assert.equal(session.counts.order, 'read');
  });
});
