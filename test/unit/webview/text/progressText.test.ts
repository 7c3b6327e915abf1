import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TailProgress } from '../../../../src/protocol/webview/tail.ts';
import { formatSpan } from '../../../../webview/tail/text/format.ts';
import { progressText } from '../../../../webview/tail/text/progressText.ts';

const PROGRESS: TailProgress = {
  behindMs: 15_120_000,
  share: 0.4,
  trend: 'nearing',
  etaMs: 115_000,
  recordsPerSecond: 900,
  bytesPerSecond: 3 * 1024 * 1024,
  emptyReads: 0,
};

test('says how far, how fast and for how long', () => {
  const empty = { recordsPerSecond: 0, bytesPerSecond: 0, emptyReads: 12 };
  assert.deepEqual(
    [
      progressText(PROGRESS, undefined),
      progressText({ ...PROGRESS, trend: 'estimating', etaMs: undefined }, undefined),
      progressText({ ...PROGRESS, trend: 'falling', etaMs: undefined }, undefined),
      progressText({ ...PROGRESS, ...empty }, undefined),
      progressText(PROGRESS, { type: 'NOW' }),
    ],
    [
      '4 h 12 m behind · reading 3.0 MB/s · there in about 2 min',
      '4 h 12 m behind · reading 3.0 MB/s · estimating…',
      '4 h 12 m behind · reading 3.0 MB/s · not coming nearer',
      'No records there · 4 h 12 m still to look through · there in about 2 min',
      '4 h 12 m to go · reading 3.0 MB/s · there in about 2 min',
    ],
  );
});

test('rounds an estimate to what it is worth', () => {
  const texts = [0, 4_999, 5_000, 54_000, 56_000, 3_500_000, 3_600_000, 1e8, 2e8].map(
    (etaMs) => progressText({ ...PROGRESS, etaMs }, undefined).split(' · there in ')[1],
  );
  assert.deepEqual(texts, [
    'a few seconds',
    'a few seconds',
    'about 10 s',
    'about 60 s',
    'about 1 min',
    'about 58 min',
    'about 1 h',
    'about 28 h',
    'about 2 days',
  ]);
});

test('writes a span in its two largest units', () => {
  assert.deepEqual(
    [0, 499, 45_000, 185_000, 3_600_000, 15_120_000, 187_200_000, -5].map(formatSpan),
    ['0 s', '0 s', '45 s', '3 m 5 s', '1 h', '4 h 12 m', '2 d 4 h', '0 s'],
  );
});
