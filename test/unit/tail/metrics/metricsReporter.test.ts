import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { MetricsReporter } from '../../../../src/tail/metrics/metricsReporter.ts';
import { TailStatistics } from '../../../../src/tail/metrics/statistics.ts';
import { FakeClock } from '../../../support/fakeClock.ts';

const UNREAD = {
  spentOf: () => ({ readsPerSecond: 0, readBytesPerSecond: 0, readsPerSecondMax: 5 }),
};

describe('MetricsReporter', () => {
  let clock: FakeClock;
  let statistics: TailStatistics;
  let reporter: MetricsReporter;
  let told: number;
  let behindMs: number | undefined;

  beforeEach(() => {
    clock = new FakeClock();
    statistics = new TailStatistics(UNREAD);
    statistics.setState('a', 'reading');
    behindMs = 0;
    reporter = new MetricsReporter({
      clock,
      statistics,
      metrics: () =>
        statistics.metrics.map((metrics) => ({
          ...metrics,
          written: undefined,
          hashKeyShare: undefined,
        })),
      standing: () => ({ behindMs, emptyReads: 0 }),
    });
    told = 0;
    reporter.onMetrics(() => told++);
    reporter.start();
  });

  afterEach(() => {
    reporter.dispose();
    assert.equal(clock.pending, 0);
  });

  const toldIn = async (seconds: number): Promise<number> => {
    const before = told;
    await clock.advance(seconds * 1_000);
    return told - before;
  };

  it('says the same only once in half a minute', async () => {
    assert.deepEqual([await toldIn(1), await toldIn(299)], [1, 9]);
  });

  it('tells what changes each second', async () => {
    await clock.advance(10_000);
    const perSecond: number[] = [];
    for (let second = 0; second < 20; second++) {
      statistics.countRead('a', { records: 7, bytes: 70 });
      perSecond.push(await toldIn(1));
    }
    assert.deepEqual(perSecond, new Array<number>(20).fill(1));
  });

  it('tells at once what is no rate', async () => {
    await clock.advance(10_000);
    statistics.setState('a', 'ended');
    assert.deepEqual([await toldIn(1), await toldIn(10)], [1, 0]);
  });

  it('goes on each second until the last change has left the chart', async () => {
    await clock.advance(10_000);
    statistics.countRead('a', { records: 7, bytes: 70 });
    // The rate is of five seconds, so it falls back after as many.
    assert.deepEqual([await toldIn(305), await toldIn(60)], [305, 2]);
  });

  it('tells how far the tail is behind while it is, and once that it no longer is', async () => {
    const seen: (number | undefined)[] = [];
    reporter.onProgress((progress) => seen.push(progress?.behindMs));
    await clock.advance(2_000);
    behindMs = 60_000;
    await clock.advance(2_000);
    behindMs = 0;
    await clock.advance(5_000);
    assert.deepEqual(seen, [60_000, 60_000, undefined]);
  });

  it('tells that a tail that reads elsewhere is not known to be behind', async () => {
    const seen: (number | undefined)[] = [];
    reporter.onProgress((progress) => seen.push(progress?.behindMs));
    behindMs = 60_000;
    await clock.advance(1_000);
    behindMs = 0;
    reporter.forgetProgress();
    reporter.forgetProgress();
    await clock.advance(5_000);
    assert.deepEqual(seen, [60_000, undefined]);
    assert.equal(reporter.progress, undefined);
  });

  it('ends for good when somebody who hears it ends it', async () => {
    reporter.onMetrics(() => reporter.dispose());
    assert.equal(await toldIn(5), 1);
    assert.equal(clock.pending, 0);
  });
});
