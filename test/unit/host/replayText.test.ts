import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExpectedError } from '../../../src/base/errors.ts';
import {
  cautionOf,
  copyProgressText,
  copySummaryText,
  durationText,
  progressText,
  summaryText,
} from '../../../src/host/commands/replayText.ts';
import { paceFactorProblem } from '../../../src/host/input/validation.ts';
import type { ReplayCounts } from '../../../src/tail/replay/replayer.ts';

const COUNTS: ReplayCounts = {
  sent: 1_284,
  bytes: 5,
  retried: 0,
  failed: 0,
  unsure: 0,
  problem: '',
  failure: '',
  idleMs: 0,
};

test('the progress says how far, how fast and how long still', () => {
  const text = (change: Partial<ReplayCounts>, spanMs = 0): string =>
    progressText({ counts: { ...COUNTS, ...change }, count: 5_000, elapsedMs: 4_000, spanMs })
      .message;
  assert.deepEqual(
    [
      text({}),
      text({}, 600_000),
      text({ problem: 'Too many requests' }),
      text({ idleMs: 40_000 }, 60_000),
      text({ sent: 0 }),
      text({ sent: 4_000, failed: 1_000 }),
    ],
    [
      '1,284 of 5,000 · 321/s · 12 s left',
      '1,284 of 5,000 · 321/s · 10 min left',
      '1,284 of 5,000 · 321/s · 12 s left · Too many requests',
      '1,284 of 5,000 · 321/s · 56 s left · next in 40 s',
      '0 of 5,000',
      '4,000 of 5,000 · 1,000/s',
    ],
  );
});

test('a copy says how far in time it is', () => {
  const range = { fromMs: 1_000, toMs: 5_000, timeMs: 2_000, elapsedMs: 2_000 };
  const { message, share } = copyProgressText({ counts: COUNTS, ...range });
  assert.match(message, /^1,284 records · 642\/s · at /);
  assert.equal(share, 0.25);
});

test('the summary tells of everything that was not as it should be', () => {
  const failing = {
    ...COUNTS,
    failed: 3,
    failure: 'The record is too large',
    retried: 12,
    unsure: 5,
  };
  const cancelled = new ExpectedError('cancelled', 'Cancelled');
  assert.deepEqual(
    [
      summaryText({ counts: COUNTS, count: 1_284 }, 'orders'),
      summaryText({ counts: { ...COUNTS, sent: 1, retried: 1 }, count: 1 }, 'orders'),
      summaryText({ counts: failing, count: 1_287 }, 'orders'),
      summaryText({ counts: COUNTS, count: 2_000, error: cancelled }, 'orders'),
      summaryText({ counts: COUNTS, count: 2_000, error: new Error('You may not') }, 'orders'),
    ],
    [
      'Put 1,284 records into orders.',
      'Put 1 record into orders. 1 repeat was needed.',
      'Put 1,284 of 1,287 records into orders. 3 were not stored: The record is too large. 12 repeats were needed. Up to 5 may be stored twice, because a call had no answer.',
      'Cancelled. Put 1,284 of 2,000 records into orders.',
      'You may not. Put 1,284 of 2,000 records into orders.',
    ],
  );
});

test('the summary of a copy counts what could not be masked', () => {
  const copied = { counts: COUNTS, count: 1_284 };
  const text = (leftOut: number): string => copySummaryText({ ...copied, leftOut }, 'orders');
  const because =
    'because what is binary or packed in another format than compressed text cannot be masked.';
  assert.deepEqual(
    [text(0), text(1), text(2_000)],
    [
      'Put 1,284 records into orders.',
      `Put 1,284 records into orders. 1 record was left out, ${because}`,
      `Put 1,284 records into orders. 2,000 records were left out, ${because}`,
    ],
  );
});

test('durations are short, and a pace is a number within reason', () => {
  assert.deepEqual([400, 89_000, 720_000, 12_600_000].map(durationText), [
    '0 s',
    '89 s',
    '12 min',
    '3.5 h',
  ]);
  const bad = ['0', '-1', 'fast', '1e3', '', '1001', 'Infinity'];
  assert.ok(bad.every((text) => paceFactorProblem(text) !== undefined));
  assert.ok(['0.5', '10', '1000'].every((text) => paceFactorProblem(text) === undefined));
});

test('the caution before a capture is put says what is not in it', () => {
  const caution = (isMasked: boolean, isCutOff: boolean): string =>
    cautionOf({ isMasked, isCutOff, count: 1_284 });
  const cut = 'The file ends in the middle of a record: the 1,284 records before it can be put.';
  const masked = 'The capture is masked: what was hidden is not in it.';
  assert.deepEqual(
    [caution(false, false), caution(true, false), caution(false, true), caution(true, true)],
    ['', masked, cut, `${cut}\n\n${masked}`],
  );
});
