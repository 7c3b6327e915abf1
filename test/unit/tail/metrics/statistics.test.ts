import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { TailStatistics } from '../../../../src/tail/metrics/statistics.ts';

const UNREAD = {
  spentOf: () => ({ readsPerSecond: 1, readBytesPerSecond: 10, readsPerSecondMax: 5 }),
};

describe('TailStatistics', () => {
  it('averages over the last five samples and the time that they really took', () => {
    const statistics = new TailStatistics(UNREAD);
    statistics.begin(0);
    statistics.setState('a', 'reading');
    const rates = [];
    for (let sample = 1; sample <= 8; sample++) {
      if (sample <= 2) statistics.countRead('a', { records: 100, bytes: 1_000 });
      statistics.sample(sample * 2_000);
      const [metrics] = statistics.metrics;
      rates.push([metrics?.recordsPerSecond, metrics?.bytesPerSecond]);
    }
    assert.deepEqual(rates, [
      [50, 500],
      [50, 500],
      [200 / 6, 2_000 / 6],
      [25, 250],
      [20, 200],
      [10, 100],
      [0, 0],
      [0, 0],
    ]);
  });

  it('keeps five minutes of sums over all shards', () => {
    const statistics = new TailStatistics(UNREAD);
    statistics.begin(0);
    for (let second = 1; second <= 310; second++) {
      statistics.countRead('a', { records: 1, bytes: 10 });
      statistics.countRead('b', { records: 2, bytes: 20 });
      statistics.sample(second * 1_000);
    }
    const { history } = statistics;
    assert.deepEqual(
      [history.length, history[0], history.at(-1)],
      [
        300,
        { timeMs: 11_000, recordsPerSecond: 3, bytesPerSecond: 30 },
        { timeMs: 310_000, recordsPerSecond: 3, bytesPerSecond: 30 },
      ],
    );
  });

  it('knows where a reader stands: at its last answer, or now when it is pushed to', () => {
    const statistics = new TailStatistics(UNREAD);
    const standsAt = (): unknown => statistics.standsAtMs('a', 10_000);
    const seen = [standsAt()];
    statistics.setState('a', 'reading');
    statistics.setBehind('a', 3_000, 9_000);
    seen.push(standsAt());
    statistics.setMode('a', 'push');
    seen.push(standsAt());
    statistics.setState('a', 'ended');
    assert.deepEqual([...seen, standsAt()], [10_000, 6_000, 7_000, undefined]);
  });

  it('forgets shards but not the history', () => {
    const statistics = new TailStatistics(UNREAD);
    statistics.countThrottle('a');
    statistics.setBehind('a', 12, 500);
    statistics.sample(1_000);
    assert.deepEqual(statistics.metrics, [
      {
        shardId: 'a',
        recordsPerSecond: 0,
        bytesPerSecond: 0,
        millisBehindLatest: 12,
        recordsRead: 0,
        throttles: 1,
        state: 'waiting',
        mode: 'polling',
        readsPerSecond: 1,
        readBytesPerSecond: 10,
        readsPerSecondMax: 5,
      },
    ]);
    statistics.forgetShards();
    assert.deepEqual([statistics.metrics, statistics.history.length], [[], 1]);
  });
});
