import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  formatBehind,
  formatBytes,
  formatDateTime,
  formatRate,
  formatTime,
  plural,
  shortSequenceNumber,
} from '../../../../webview/tail/text/format.ts';

test('formats sizes with three digits at most', () => {
  assert.deepEqual(
    [0, 212, 999, 1000, 1434, 10_240, 1_048_576, 12_900_000, 3 * 2 ** 40].map(formatBytes),
    ['0 B', '212 B', '999 B', '1.0 KB', '1.4 KB', '10 KB', '1.0 MB', '12 MB', '3072 GB'],
  );
});

test('formats rates so that small ones keep a digit and large ones stay short', () => {
  assert.deepEqual([0, 0.25, 9.94, 9.96, 310.4, 1234, 12_345, 123_456].map(formatRate), [
    '0',
    '0.3',
    '9.9',
    '10',
    '310',
    '1,234',
    '12.3k',
    '123k',
  ]);
});

test('formats how far behind in the unit that fits', () => {
  assert.deepEqual([0, 850, 3200, 45_000, 240_000, 7_200_000].map(formatBehind), [
    '0 ms',
    '850 ms',
    '3.2 s',
    '45 s',
    '4 min',
    '2 h',
  ]);
});

test('formats times in the local zone', () => {
  const epochMs = new Date(2026, 2, 1, 9, 4, 31, 7).getTime();
  assert.deepEqual(
    [formatTime(epochMs), formatDateTime(epochMs)],
    ['09:04:31.007', '2026-03-01 09:04:31.007'],
  );
});

test('says so when a time is none', () => {
  assert.equal(formatDateTime(Number.NaN), 'unknown');
});

test('counts nouns', () => {
  assert.deepEqual(
    [plural(0, 'record'), plural(1, 'record'), plural(1234, 'record')],
    ['0 records', '1 record', '1,234 records'],
  );
});

test('shortens a sequence number to its end', () => {
  const full = '49590338271490256608559692538361571095921575989136588898';
  assert.deepEqual(
    [shortSequenceNumber(full), shortSequenceNumber('123456')],
    ['…588898', '123456'],
  );
});
