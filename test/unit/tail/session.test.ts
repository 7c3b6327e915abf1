import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { ExpectedError } from '../../../src/base/errors.ts';
import type { TailCounts, TailPhase } from '../../../src/protocol/webview/tail.ts';
import type { TailSession } from '../../../src/tail/session.ts';
import type { TailSessionOptions } from '../../../src/tail/sessionOptions.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { FakeSource } from './fakeSource.ts';
import { shownRows, shownTexts } from '../../support/tails.ts';
import { closeFakeTail, openFakeTail } from './fakeTail.ts';

describe('TailSession', () => {
  let clock: FakeClock;
  let source: FakeSource;
  let session: TailSession;

  beforeEach(() => {
    clock = new FakeClock();
    source = new FakeSource(clock, ['shardId-000000000000', 'shardId-000000000001']);
  });

  afterEach(() => closeFakeTail(session, clock));

  function open(options: Partial<TailSessionOptions> = {}): TailSession {
    session = openFakeTail(source, clock, { position: { type: 'LATEST' }, ...options });
    return session;
  }

  it('shows what is put after it is running, in order of arrival, and nothing older', async () => {
    source.put('shardId-000000000000', 'older');
    open();
    await clock.advance(0);
    assert.deepEqual(session.state.phase, { name: 'running' });
    source.put('shardId-000000000001', 'one', 'truck_1');
    await clock.advance(1_000);
    source.put('shardId-000000000000', 'two', 'truck_2');
    await clock.advance(1_000);
    const [one] = shownRows(session);
    assert.deepEqual(shownTexts(session), ['one', 'two']);
    assert.deepEqual(one, {
      shardId: 'shardId-000000000001',
      sequenceNumber: '2',
      partitionKey: 'truck_1',
      arrivalMs: 1_700_000_000_000,
      bytes: 3,
      preview: 'one',
      isText: true,
    });
  });

  it('announces at most once a frame', async () => {
    const allowance = { readsPerSecond: 200, bytesPerSecond: Number.POSITIVE_INFINITY };
    open({ position: { type: 'TRIM_HORIZON' }, pollIntervalMs: 5, allowance });
    const announced: { timeMs: number; counts: TailCounts }[] = [];
    session.onAdvanced((counts) => announced.push({ timeMs: clock.nowMs(), counts }));
    for (let round = 0; round < 60; round++) {
      source.put('shardId-000000000000', `record ${round}`);
      await clock.advance(5);
    }
    await clock.advance(50);
    const gaps = announced.slice(1).map(({ timeMs }, i) => timeMs - (announced[i]?.timeMs ?? 0));
    assert.ok(announced.length >= 5, `announced ${announced.length} times`);
    assert.ok(Math.min(...gaps) >= 33, `gaps ${gaps.join(' ')}`);
    assert.equal(announced.at(-1)?.counts.end, 60);
  });

  it('freezes the view on pause, reads on while there is room, and loses nothing', async () => {
    open({
      windowRecordsMax: 4,
      position: { type: 'TRIM_HORIZON' },
      shards: ['shardId-000000000000'],
    });
    for (const text of ['a', 'b']) source.put('shardId-000000000000', text);
    await clock.advance(1_000);
    session.pause();
    for (const text of ['c', 'd', 'e', 'f', 'g']) source.put('shardId-000000000000', text);
    await clock.advance(5_000);
    assert.deepEqual(session.state.phase, { name: 'paused', full: true });
    assert.deepEqual(
      {
        shown: shownTexts(session),
        waiting: session.counts.waiting,
        dropped: session.counts.dropped,
      },
      { shown: ['a', 'b'], waiting: 2, dropped: 0 },
    );
    session.resume();
    const seen = shownTexts(session);
    await clock.advance(2_000);
    assert.deepEqual(seen, ['a', 'b', 'c', 'd']);
    assert.deepEqual(shownTexts(session), ['d', 'e', 'f', 'g']);
    assert.equal(session.counts.received, 7);
    assert.deepEqual(session.state.phase, { name: 'running' });
  });

  it('goes on without loss or repetition when the service goes away and comes back', async () => {
    open({ position: { type: 'TRIM_HORIZON' } });
    source.put('shardId-000000000000', 'before');
    await clock.advance(1_500);
    source.fault = () => new ExpectedError('networkUnreachable', 'Cannot reach the engine.');
    await clock.advance(2_000);
    assert.deepEqual(session.state.phase, {
      name: 'waiting',
      message: 'Cannot reach the engine.',
    });
    source.put('shardId-000000000000', 'meanwhile');
    await clock.advance(600_000);
    source.expireIterators();
    source.fault = () => undefined;
    await clock.advance(11_000);
    source.put('shardId-000000000000', 'after');
    await clock.advance(1_000);
    assert.deepEqual(shownTexts(session), ['before', 'meanwhile', 'after']);
    assert.deepEqual(session.state.phase, { name: 'running' });
  });

  it('says what failed, and resume goes on from there', async () => {
    open({ position: { type: 'TRIM_HORIZON' } });
    source.put('shardId-000000000000', 'first');
    await clock.advance(1_000);
    source.fault = () => new ExpectedError('sessionExpired', 'Sign in again.');
    await clock.advance(1_000);
    const failed: TailPhase = { name: 'failed', message: 'Sign in again.' };
    assert.deepEqual(session.state.phase, failed);
    source.fault = () => undefined;
    source.put('shardId-000000000000', 'second');
    await clock.advance(60_000);
    assert.deepEqual(session.state.phase, failed);
    session.resume();
    await clock.advance(1_000);
    assert.deepEqual(shownTexts(session), ['first', 'second']);
    assert.deepEqual(session.state.phase, { name: 'running' });
  });

  it('says that a deleted stream is gone', async () => {
    open();
    await clock.advance(1_000);
    source.fault = () => new ExpectedError('notFound', 'Stream trucks not found');
    await clock.advance(1_000);
    assert.deepEqual(session.state.phase, {
      name: 'failed',
      message:
        'The stream trucks does not exist, or no longer. Create it, then start the tail again.',
    });
  });

  it('searches what is there in slices and what arrives as it comes', async () => {
    open({ position: { type: 'TRIM_HORIZON' }, shards: ['shardId-000000000000'] });
    for (let i = 0; i < 5_000; i++) source.put('shardId-000000000000', `speed ${i}`, `T_${i % 10}`);
    await clock.advance(3_000);
    const before = session.counts.generation;
    session.filter({ conditions: [{ kind: 'text', text: 't_3' }] });
    assert.deepEqual(
      { generation: session.counts.generation, pending: session.counts.filter?.pending },
      { generation: before + 1, pending: 5_000 },
    );
    assert.deepEqual(session.rows({ generation: before, from: 0, count: 10 }).rows, []);
    source.put('shardId-000000000000', 'late', 't_3');
    await clock.advance(1_000);
    const { first, end, filter } = session.counts;
    assert.deepEqual({ first, end, pending: filter?.pending }, { first: 0, end: 501, pending: 0 });
    const { generation } = session.counts;
    assert.equal(session.rows({ generation, from: 500, count: 1 }).rows[0]?.preview, 'late');
  });

  it('starts a new generation on clear, and reads on', async () => {
    open({ position: { type: 'TRIM_HORIZON' } });
    source.put('shardId-000000000000', 'old');
    await clock.advance(1_000);
    const { generation } = session.counts;
    session.clear();
    source.put('shardId-000000000000', 'new');
    await clock.advance(1_000);
    assert.deepEqual(shownTexts(session), ['new']);
    assert.deepEqual(
      { ...session.counts, windowBytes: 0 },
      {
        generation: generation + 1,
        revision: 0,
        first: 0,
        end: 1,
        order: 'read',
        received: 1,
        dropped: 0,
        waiting: 0,
        windowRecords: 1,
        windowBytes: 0,
        filter: undefined,
      },
    );
  });

  it('starts again elsewhere and leaves the old readers behind', async () => {
    source.put('shardId-000000000000', 'zero');
    source.put('shardId-000000000001', 'one');
    open();
    await clock.advance(1_000);
    session.pause();
    session.restart({ position: { type: 'TRIM_HORIZON' }, shards: ['shardId-000000000001'] });
    await clock.advance(1_000);
    source.put('shardId-000000000000', 'hidden');
    await clock.advance(1_000);
    assert.deepEqual(shownTexts(session), ['one']);
    assert.deepEqual(
      session.metrics.map((metrics) => metrics.shardId),
      ['shardId-000000000001'],
    );
    assert.throws(
      () =>
        session.restart({ position: { type: 'AT_TIMESTAMP', timestampMs: NaN }, shards: 'all' }),
      { code: 'invalidInput' },
    );
    assert.deepEqual(shownTexts(session), ['one'], 'a refused restart changes nothing');
  });

  it('knows whether it follows the end, also by a time that stands for it', () => {
    const AT = { type: 'AT_TIMESTAMP', timestampMs: 5 } as const;
    open({ position: AT });
    assert.equal(session.state.followsLatest, false);
    session.dispose();
    open({ position: AT, followsLatest: true });
    const follows = [session.state.followsLatest];
    for (const position of [AT, { type: 'TRIM_HORIZON' }, AT, { type: 'LATEST' }] as const) {
      session.restart({ position, shards: ['shardId-000000000000'] });
      follows.push(session.state.followsLatest);
    }
    assert.deepEqual(follows, [true, true, false, false, true]);
  });

  it('follows a split: children after their parent, and all shards are known', async () => {
    open({ position: { type: 'TRIM_HORIZON' } });
    source.put('shardId-000000000000', 'parent');
    await clock.advance(1_000);
    source.addShard('shardId-000000000002', ['shardId-000000000000']);
    source.addShard('shardId-000000000003', ['shardId-000000000000']);
    source.put('shardId-000000000003', 'right');
    source.put('shardId-000000000002', 'left');
    await clock.advance(3_000);
    assert.deepEqual(shownTexts(session).sort(), ['left', 'parent', 'right']);
    assert.equal(shownTexts(session)[0], 'parent');
    assert.deepEqual(
      session.metrics.map(({ shardId, state }) => [shardId.slice(-1), state]),
      [
        ['0', 'ended'],
        ['1', 'reading'],
        ['2', 'reading'],
        ['3', 'reading'],
      ],
    );
    assert.deepEqual(session.state.knownShardIds, [...source.shards.keys()]);
  });

  it('ends when every chosen shard is read to its end', async () => {
    source.put('shardId-000000000000', 'last');
    source.addShard('shardId-000000000002', ['shardId-000000000000']);
    open({ position: { type: 'TRIM_HORIZON' }, shards: ['shardId-000000000000'] });
    await clock.advance(1_000);
    assert.deepEqual(session.state.phase, { name: 'ended' });
    assert.deepEqual(shownTexts(session), ['last']);
  });

  it('measures once a second and keeps the history', async () => {
    open({ position: { type: 'TRIM_HORIZON' }, shards: ['shardId-000000000000'] });
    let heard = 0;
    session.onMetrics(() => heard++);
    source.fault = (call) =>
      call.operation === 'getRecords' && source.count('getRecords') === 2
        ? new ExpectedError('throttled', 'Too many requests')
        : undefined;
    for (let second = 0; second < 10; second++) {
      for (let i = 0; i < 20; i++) source.put('shardId-000000000000', '0123456789');
      await clock.advance(1_000);
    }
    assert.equal(heard, 10);
    assert.equal(session.history.length, 10);
    const [metrics] = session.metrics;
    assert.deepEqual(
      { ...metrics, recordsRead: 0, readsPerSecondMax: 0 },
      {
        shardId: 'shardId-000000000000',
        recordsPerSecond: 20,
        bytesPerSecond: 200,
        millisBehindLatest: 0,
        recordsRead: 0,
        throttles: 1,
        written: metrics?.written,
        hashKeyShare: undefined,
        state: 'reading',
        mode: 'polling',
        readsPerSecond: 1,
        readBytesPerSecond: 260,
        readsPerSecondMax: 0,
      },
    );
    // Thirteen bytes with the key. The last answer came 0.4 s into the tenth second.
    const { bytesPerSecond = 0, recordsPerSecond = 0 } = metrics?.written ?? {};
    assert.deepEqual(
      [bytesPerSecond.toFixed(3), recordsPerSecond.toFixed(3)],
      [(2_600 / 9.4).toFixed(3), (200 / 9.4).toFixed(3)],
    );
  });

  it('hints at a split until the shard is split', async () => {
    const whole = { start: 0n, end: 2n ** 128n - 1n };
    source.addShard('shardId-000000000002', [], whole);
    open({ shards: 'all' });
    await clock.advance(1_000);
    for (let second = 0; second < 12; second++) {
      for (let i = 0; i < 900; i++) source.put('shardId-000000000002', 'x', `key ${i}`);
      await clock.advance(1_000);
    }
    const hinted = (): string[] => session.hotKeys().hints.map(({ shardId }) => shardId);
    assert.deepEqual(hinted(), ['shardId-000000000002']);
    source.addShard('shardId-000000000003', ['shardId-000000000002'], whole);
    await clock.advance(1_000);
    assert.ok(session.state.knownShardIds.includes('shardId-000000000003'));
    assert.deepEqual(hinted(), []);
  });

  it('gives the whole record with what its key and sequence number tell', async () => {
    const sequenceNumber = '49590338271490256608559692538361571095921575989136588898';
    source.shards.get('shardId-000000000000')?.records.push({
      sequenceNumber,
      partitionKey: 'truck_7',
      arrivalMs: 1_544_000_000_000,
      data: new Uint8Array([0xff, 0x00]),
      encryptionType: 'KMS',
    });
    open({ position: { type: 'TRIM_HORIZON' } });
    await clock.advance(1_000);
    const { generation } = session.counts;
    assert.deepEqual(session.record({ generation, ordinal: 0 }), {
      row: {
        shardId: 'shardId-000000000000',
        sequenceNumber,
        partitionKey: 'truck_7',
        arrivalMs: 1_544_000_000_000,
        bytes: 2,
        preview: 'ff00',
        isText: false,
      },
      data: new Uint8Array([0xff, 0x00]),
      encryptionType: 'KMS',
      sequenceTimeMs: 1_545_084_650_000,
      hashKey: '265201175849710869761787415009352930866',
      decoded: {
        kind: 'binary',
        text: '',
        isComplete: true,
        steps: [{ decoder: 'Bytes', outcome: 'stopped', note: 'No decoder knows these bytes' }],
      },
    });
    assert.equal(session.record({ generation, ordinal: 1 }), undefined);
    assert.equal(session.record({ generation: generation + 1, ordinal: 0 }), undefined);
  });
});
