import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MetricsSample } from '../../../../src/protocol/webview/tail.ts';
import { shardQuota } from '../../../../webview/limits.ts';
import { appendSample, quotaShare, sampleOf } from '../../../../webview/tail/shards/samples.ts';

const sample = (timeMs: number, recordsPerSecond = 0): MetricsSample => ({
  timeMs,
  recordsPerSecond,
  bytesPerSecond: 0,
});

test('sums the shards', () => {
  const shard = {
    shardId: 'shardId-000000000000',
    millisBehindLatest: 0,
    recordsRead: 1,
    throttles: 0,
    written: undefined,
    hashKeyShare: undefined,
    state: 'reading',
    mode: 'polling',
    readsPerSecond: 1,
    readBytesPerSecond: 10,
    readsPerSecondMax: 1,
  } as const;
  const metrics = [
    { ...shard, recordsPerSecond: 1, bytesPerSecond: 10 },
    { ...shard, recordsPerSecond: 2, bytesPerSecond: 20 },
  ];
  assert.deepEqual(sampleOf(metrics, 7), { timeMs: 7, recordsPerSecond: 3, bytesPerSecond: 30 });
});

test('keeps the newest samples', () => {
  let samples: MetricsSample[] = [];
  for (let timeMs = 1; timeMs <= 5; timeMs++) samples = appendSample(samples, sample(timeMs), 3);
  assert.deepEqual(
    samples.map(({ timeMs }) => timeMs),
    [3, 4, 5],
  );
});

test('keeps times increasing when the clock does not', () => {
  const samples = appendSample([sample(1), sample(5)], sample(5, 9), 10);
  assert.deepEqual(samples, [sample(1), sample(5, 9)]);
});

test('knows that what it was not told had not changed', () => {
  const steady = sample(1_000, 5);
  const later = appendSample([steady], sample(31_000, 9), 10);
  assert.deepEqual(later, [steady, sample(30_000, 5), sample(31_000, 9)]);
  assert.equal(appendSample(later, sample(32_500, 9), 3).length, 3);
  const slept = sample(3_600_000, 9);
  assert.deepEqual(appendSample([steady], slept, 10), [steady, slept]);
});

test('takes the share of the limit that is nearer', () => {
  assert.deepEqual(
    [
      quotaShare({ recordsPerSecond: 500, bytesPerSecond: 1024 }, shardQuota),
      quotaShare({ recordsPerSecond: 10, bytesPerSecond: 1_048_576 }, shardQuota),
    ],
    [0.5, 1],
  );
});
