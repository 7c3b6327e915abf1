import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatTime } from '../../../../webview/tail/text/format.ts';
import { agoText, dateTimeText, timeText } from '../../../../webview/tail/text/timeFormat.ts';

const timeMs = Date.UTC(2026, 2, 1, 12, 4, 31, 207);
const formats = ['local', 'utc', 'relative', 'epoch'] as const;

test('a time reads in each of its formats', () => {
  assert.deepEqual(
    formats.map((format) => timeText(timeMs, format, timeMs + 12_900)),
    [formatTime(timeMs), '12:04:31.207Z', '12 s ago', '1772366671207'],
  );
  assert.deepEqual(
    formats.slice(1).map((format) => dateTimeText(timeMs, format, timeMs).replace(/^.*·/, '·')),
    ['2026-03-01 12:04:31.207Z', '· now', '1772366671207'],
  );
  assert.match(dateTimeText(timeMs, 'relative', timeMs), /^2026-03-01 \d\d:\d\d:31\.207 · now$/);
});

test('how long ago, in the unit that says most', () => {
  const seconds = [0, 0.9, 1, 59.9, 60, 3599, 3600, 47 * 3600, 48 * 3600, -5, 400 * 86_400_000];
  assert.deepEqual(
    seconds.map((value) => agoText(value * 1000)),
    [
      'now',
      'now',
      '1 s ago',
      '59 s ago',
      '1 min ago',
      '59 min ago',
      '1 h ago',
      '47 h ago',
      '2 days ago',
      'in 5 s',
      '400,000 days ago',
    ],
  );
});

test('what is no time does no harm', () => {
  assert.deepEqual(
    formats.map((format) => typeof dateTimeText(Number.NaN, format, 0)),
    formats.map(() => 'string'),
  );
});
