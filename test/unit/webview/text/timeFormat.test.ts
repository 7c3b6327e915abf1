import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TimeFace } from '../../../../webview/tail/text/timeFormat.ts';
import {
  agoText,
  clockText,
  dateTimeText,
  lastingText,
  rangeText,
  timeText,
  zoneText,
} from '../../../../webview/tail/text/timeFormat.ts';

// Half an hour off the hour, and over midnight: what reads as UTC by mistake is seen.
process.env['TZ'] = 'Asia/Kolkata';
const timeMs = Date.UTC(2026, 2, 1, 20, 4, 31, 207);
const formats = ['local', 'utc', 'relative', 'epoch'] as const;
const faces = formats.map((format): TimeFace => ({ format, nowMs: timeMs + 12_900 }));

test('a time reads in each of its formats', () => {
  assert.deepEqual(
    faces.map(({ format, nowMs }) => timeText(timeMs, format, nowMs)),
    ['01:34:31.207', '20:04:31.207Z', '12 s ago', '1772395471207'],
  );
  assert.deepEqual(
    faces.map((face) => dateTimeText(timeMs, face)),
    [
      '2026-03-02 01:34:31.207',
      '2026-03-01 20:04:31.207Z',
      '2026-03-02 01:34:31.207 · 12 s ago',
      '1772395471207',
    ],
  );
  assert.deepEqual(
    faces.map((face) => clockText(timeMs, face, 'second')),
    ['01:34:31', '20:04:31Z', '01:34:31 · 12 s ago', '1772395471207'],
  );
});

test('what stays on the page never says how long ago', () => {
  assert.deepEqual(
    faces.map((face) => lastingText(timeMs, face, 'minute')),
    ['2026-03-02 01:34', '2026-03-01 20:04Z', '2026-03-02 01:34', '1772395471207'],
  );
  assert.deepEqual(faces.map(zoneText), ['local time', 'UTC', 'local time', 'local time']);
});

test('a range has one date, and another one only where it ends on another day', () => {
  const options = { precision: 'second', withDate: false } as const;
  const span = { fromMs: timeMs, toMs: timeMs + 60_000 };
  assert.deepEqual(
    faces.map((face) => rangeText(span, face, options)),
    [
      '01:34:31 – 01:35:31',
      '20:04:31Z – 20:05:31Z',
      '01:34:31 – 01:35:31',
      '1772395471207 – 1772395531207',
    ],
  );
  const night = { fromMs: timeMs, toMs: timeMs + 4 * 3_600_000 };
  assert.deepEqual(
    faces.slice(0, 2).map((face) => rangeText(night, face, { ...options, withDate: true })),
    ['2026-03-02 01:34:31 – 05:34:31', '2026-03-01 20:04:31Z – 2026-03-02 00:04:31Z'],
  );
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
    faces.map((face) => dateTimeText(Number.NaN, face).replace(/ · .*/, '')),
    ['unknown', 'unknown', 'unknown', 'NaN'],
  );
});
