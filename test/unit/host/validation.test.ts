import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTimestamp } from '../../../src/formats/timestamp.ts';
import {
  deliveryStreamNameProblem,
  durationProblem,
  explicitHashKeyProblem,
  parseDuration,
  partitionKeyProblem,
  sequenceNumberProblem,
  shardCountProblem,
  streamNameProblem,
  timestampProblem,
} from '../../../src/host/input/validation.ts';

const NOW_MS = Date.UTC(2026, 4, 1, 12, 0, 0);

test('a duration has a number and a unit', () => {
  assert.deepEqual(
    ['30s', '5m', ' 2 h', '7d', '0m', '5', '1.5h', '-1d', '5 minutes'].map(parseDuration),
    [30e3, 300e3, 7_200e3, 604_800e3, 0, undefined, undefined, undefined, undefined],
  );
  const format = 'Write a time such as 30s, 5m, 2h or 7d';
  assert.deepEqual(['366d', '367d', '0s', ''].map(durationProblem), [
    undefined,
    'At most 366 days at once',
    format,
    format,
  ]);
});

test('names follow the API', () => {
  assert.deepEqual(['orders', 'a.b_c-1', 'x'.repeat(128)].map(streamNameProblem), [
    undefined,
    undefined,
    undefined,
  ]);
  assert.deepEqual(
    ['', 'x'.repeat(129), 'not allowed', 'ü'].map((name) => streamNameProblem(name) !== undefined),
    [true, true, true, true],
  );
  assert.equal(deliveryStreamNameProblem('x'.repeat(64)), undefined);
  assert.match(deliveryStreamNameProblem('x'.repeat(65)) ?? '', /at most 64/);
});

test('a partition key is counted in characters, not in UTF-16 units', () => {
  assert.equal(partitionKeyProblem('🚚'.repeat(256)), undefined);
  assert.match(partitionKeyProblem('🚚'.repeat(257)) ?? '', /256/);
  assert.match(partitionKeyProblem('') ?? '', /needs/);
});

test('an explicit hash key is a 128-bit number', () => {
  const max = (1n << 128n) - 1n;
  assert.deepEqual(['', '0', max.toString()].map(explicitHashKeyProblem), [
    undefined,
    undefined,
    undefined,
  ]);
  assert.match(explicitHashKeyProblem((max + 1n).toString()) ?? '', /2\^128/);
  for (const text of ['01', '-1', '1.5', 'abc', '9'.repeat(40)]) {
    assert.match(explicitHashKeyProblem(text) ?? '', /whole number/, text);
  }
});

test('sequence numbers and shard counts are whole numbers', () => {
  assert.equal(
    sequenceNumberProblem('49590338271490256608559692538361571095921575989136588898'),
    undefined,
  );
  assert.notEqual(sequenceNumberProblem('shardId-1'), undefined);
  assert.deepEqual(['1', '10000'].map(shardCountProblem), [undefined, undefined]);
  for (const text of ['0', '-1', '1.5', '10001', ''])
    assert.notEqual(shardCountProblem(text), undefined, text);
});

test('a timestamp is ISO, epoch, or some time ago', () => {
  assert.deepEqual(
    {
      iso: parseTimestamp('2026-05-01T11:00:00Z', NOW_MS),
      seconds: parseTimestamp('1777636800', NOW_MS),
      milliseconds: parseTimestamp('1777636800123', NOW_MS),
      minutesAgo: parseTimestamp('15 minutes ago', NOW_MS),
      hours: parseTimestamp('2h', NOW_MS),
      asProgressSays: parseTimestamp('4 h 12 m ago', NOW_MS),
      weeks: parseTimestamp('2 weeks ago', NOW_MS),
      other: parseTimestamp('4 h and 12 m', NOW_MS),
      now: parseTimestamp('Now', NOW_MS),
      ahead: parseTimestamp('in 1.5 h', NOW_MS),
      nonsense: parseTimestamp('yesterday-ish', NOW_MS),
    },
    {
      iso: NOW_MS - 3_600_000,
      seconds: 1_777_636_800_000,
      milliseconds: 1_777_636_800_123,
      minutesAgo: NOW_MS - 900_000,
      hours: NOW_MS - 7_200_000,
      asProgressSays: NOW_MS - 15_120_000,
      weeks: NOW_MS - 1_209_600_000,
      other: undefined,
      now: NOW_MS,
      ahead: NOW_MS + 5_400_000,
      nonsense: undefined,
    },
  );
  assert.match(timestampProblem('2027-01-01T00:00:00Z', NOW_MS) ?? '', /future/);
  assert.equal(timestampProblem('1 day ago', NOW_MS), undefined);
});

test('a time without a zone is local time, and so is a day', () => {
  const zone = process.env.TZ;
  process.env.TZ = 'Asia/Tokyo';
  try {
    assert.deepEqual(
      ['2026-04-30', '2026-04-30T08:00', '2026-04-30 08:00', '2026-04-30T08:00Z', '2026-04'].map(
        (text) => parseTimestamp(text, NOW_MS),
      ),
      [
        Date.UTC(2026, 3, 29, 15),
        Date.UTC(2026, 3, 29, 23),
        Date.UTC(2026, 3, 29, 23),
        Date.UTC(2026, 3, 30, 8),
        undefined,
      ],
    );
  } finally {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  }
});
