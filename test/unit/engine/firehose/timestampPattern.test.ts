import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  compileTimestampPattern,
  localTime,
} from '../../../../src/engine/firehose/timestampPattern.ts';

const AFTERNOON_MS = Date.parse('2026-02-03T15:04:05.067Z');

function format(pattern: string, epochMs = AFTERNOON_MS, zone = 'UTC'): string {
  return compileTimestampPattern(pattern)(localTime(epochMs, zone));
}

test('fields are written as Java writes them', () => {
  const cases: Record<string, string> = {
    'yyyy/MM/dd/HH': '2026/02/03/15',
    'yy-M-d H:m:s': '26-2-3 15:4:5',
    "'year='yyyy'/month='MM": 'year=2026/month=02',
    "hh 'o''clock' a": "03 o'clock PM",
    "yyyy''MM": "2026'02",
    'E EEEE MMM MMMM LLL': 'Tue Tuesday Feb February Feb',
    'D DDD Q w YYYY': '34 034 1 6 2026',
    'k K ss.SSS SSSSSS n': '15 3 05.067 067000 67000000',
    'X XX XXX x xxx Z VV': 'Z Z Z +00 +00:00 +0000 UTC',
    'yyyyMMdd_HHmm!': '20260203_1504!',
  };
  const written = Object.fromEntries(Object.keys(cases).map((key) => [key, format(key)]));
  assert.deepEqual(written, cases);
});

test('midnight, noon and the turn of the year', () => {
  const midnight = Date.parse('2025-12-31T00:00:00Z');
  const noon = Date.parse('2024-12-31T12:00:00Z');
  assert.deepEqual(
    [format('H k h K a D', midnight), format('H k h K a D', noon), format('yyyy YYYY w', midnight)],
    ['0 24 12 0 AM 365', '12 12 12 0 PM 366', '2025 2026 1'],
  );
});

test('a zone moves the clock, across midnight and with its summer time', () => {
  const pattern = 'yyyy-MM-dd HH:mm:ss.SSS XXX Z x VV';
  const summer = Date.parse('2026-07-01T22:30:15.250Z');
  assert.deepEqual(
    [
      format(pattern, summer, 'Europe/Berlin'),
      format(pattern, summer, 'Asia/Kolkata'),
      format(pattern, AFTERNOON_MS, 'America/New_York'),
    ],
    [
      '2026-07-02 00:30:15.250 +02:00 +0200 +02 Europe/Berlin',
      '2026-07-02 04:00:15.250 +05:30 +0530 +0530 Asia/Kolkata',
      '2026-02-03 10:04:05.067 -05:00 -0500 -05 America/New_York',
    ],
  );
});

test('what Java refuses or what is not done here is named', () => {
  const refused: Record<string, string> = {
    'yyyy-bb': 'The timestamp pattern letter b is not known here.',
    HHH: 'Wrong number of pattern letters: HHH',
    V: 'Wrong number of pattern letters: V',
    "yyyy'open": "yyyy'open ends in an open quote.",
    '[yyyy]': '[ must be quoted in a timestamp pattern.',
  };
  for (const [pattern, message] of Object.entries(refused)) {
    assert.throws(() => compileTimestampPattern(pattern), { message });
  }
  assert.throws(() => localTime(0, 'Mars/Olympus'), {
    message: 'Mars/Olympus is not a time zone.',
  });
});
