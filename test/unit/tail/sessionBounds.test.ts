import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';

import type { TailSession } from '../../../src/tail/session.ts';
import type { TailSessionOptions } from '../../../src/tail/sessionOptions.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { aggregateOf } from '../../support/kplAggregator.ts';
import { FakeSource } from './fakeSource.ts';
import { shownTexts } from '../../support/tails.ts';
import { closeFakeTail, openFakeTail } from './fakeTail.ts';

describe('the bounds of a TailSession', () => {
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

  it('pauses once when its window is full, if it is told to, and then drops the oldest', async () => {
    open({ position: { type: 'TRIM_HORIZON' }, windowRecordsMax: 3, whenFull: 'pause' });
    for (let i = 0; i < 5; i++) source.put('shardId-000000000000', String(i));
    await clock.advance(1_000);
    assert.deepEqual(session.state.phase, { name: 'paused', full: true, byItself: true });
    assert.deepEqual([shownTexts(session), session.counts.dropped], [['0', '1', '2'], 0]);
    session.resume();
    await clock.advance(1_000);
    assert.deepEqual(session.state.phase, { name: 'running' });
    assert.deepEqual([shownTexts(session), session.counts.dropped], [['2', '3', '4'], 2]);
    session.clear();
    for (let i = 5; i < 9; i++) source.put('shardId-000000000000', String(i));
    await clock.advance(1_000);
    assert.deepEqual([session.state.phase.name, shownTexts(session)], ['paused', ['5', '6', '7']]);
    session.clear();
    await clock.advance(1_000);
    assert.deepEqual([session.state.phase.name, shownTexts(session)], ['running', ['8']]);
  });

  it('stops after what was there, and goes on with what came since', async () => {
    source.put('shardId-000000000000', 'there');
    await clock.advance(1_000);
    open({ position: { type: 'TRIM_HORIZON' }, end: { type: 'NOW' } });
    await clock.advance(3_000);
    assert.deepEqual(session.state.phase, { name: 'ended', at: { type: 'NOW' } });
    source.put('shardId-000000000001', 'since');
    await clock.advance(5_000);
    assert.deepEqual(shownTexts(session), ['there']);
    session.resume();
    await clock.advance(3_000);
    assert.deepEqual([session.state.phase, session.state.end], [{ name: 'running' }, undefined]);
    assert.deepEqual(shownTexts(session), ['there', 'since']);
  });

  it('stops after as many rows as were asked for, also where aggregates bring several', async () => {
    const shardId = 'shardId-000000000000';
    const aggregate = new Uint8Array(
      aggregateOf(['1', '2', '3'].map((text) => ({ partitionKey: 'k', data: Buffer.from(text) })))
        .data,
    );
    const records = source.shards.get(shardId)?.records;
    for (let count = 0; count < 3; count++) {
      records?.push({ ...source.put(shardId, 'lone'), data: aggregate });
    }
    open({ position: { type: 'TRIM_HORIZON' }, end: { type: 'COUNT', records: 5 } });
    await clock.advance(1_000);
    assert.deepEqual(shownTexts(session), ['lone', '1', '2', '3', 'lone']);
    assert.deepEqual(session.state.phase, { name: 'ended', at: { type: 'COUNT', records: 5 } });
  });

  it('tells how far behind it is, also where there are no records', async () => {
    const getRecords = source.getRecords.bind(source);
    let behindMs = 3_600_000;
    source.getRecords = async (request, signal) => {
      const batch = await getRecords(request, signal);
      behindMs = Math.max(0, behindMs - 120_000);
      return { ...batch, millisBehindLatest: behindMs };
    };
    open({ position: { type: 'TRIM_HORIZON' }, shards: ['shardId-000000000000'] });
    const heard: (string | undefined)[] = [];
    session.onProgress((progress) => heard.push(progress?.trend));
    await clock.advance(4_500);
    const { progress } = session.open();
    assert.ok(
      progress && progress.emptyReads > 3 && progress.behindMs > 0,
      JSON.stringify(progress),
    );
    assert.deepEqual([progress.recordsPerSecond, progress.trend], [0, 'nearing']);
    await clock.advance(5_000);
    assert.deepEqual(
      [session.open().progress, heard[0], heard.at(-1)],
      [undefined, 'estimating', undefined],
    );
  });

  it('knows nothing more of a shard that it no longer reads after a restart', async () => {
    open({ push: { mode: 'push', isAutomatic: true } });
    await clock.advance(5_000);
    assert.equal(source.push.openLines, 2);
    session.restart({ position: { type: 'LATEST' }, shards: ['shardId-000000000001'] });
    await clock.advance(1_000);
    const shardIds = session.metrics.map(({ shardId }) => shardId);
    assert.deepEqual(shardIds, ['shardId-000000000001']);
  });
});
