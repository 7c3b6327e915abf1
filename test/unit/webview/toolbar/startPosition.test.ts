import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readEnd, readPosition } from '../../../../webview/tail/toolbar/startPosition.ts';

const empty = { time: '', sequenceNumber: '', sequenceNumbers: '' };
const NOW_MS = new Date(2026, 2, 1, 13, 0, 0).getTime();

test('reads every kind of start position', () => {
  const timestampMs = new Date(2026, 2, 1, 12, 0, 5).getTime();
  assert.deepEqual(
    [
      readPosition({ ...empty, type: 'LATEST' }, NOW_MS),
      readPosition({ ...empty, type: 'TRIM_HORIZON' }, NOW_MS),
      readPosition({ ...empty, type: 'AT_TIMESTAMP', time: '2026-03-01 12:00:05' }, NOW_MS),
      readPosition({ ...empty, type: 'AT_TIMESTAMP', time: '1h' }, NOW_MS),
      readPosition({ ...empty, type: 'AT_SEQUENCE_NUMBER', sequenceNumber: ' 4950 ' }, NOW_MS),
      readPosition({ ...empty, type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: '0' }, NOW_MS),
      readPosition({ ...empty, type: 'AFTER_SEQUENCE_NUMBERS', sequenceNumbers: '3 17' }, NOW_MS),
    ],
    [
      { type: 'LATEST' },
      { type: 'TRIM_HORIZON' },
      { type: 'AT_TIMESTAMP', timestampMs },
      { type: 'AT_TIMESTAMP', timestampMs: NOW_MS - 3_600_000 },
      { type: 'AT_SEQUENCE_NUMBER', sequenceNumber: '4950' },
      { type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: '0' },
      { type: 'AFTER_SEQUENCE_NUMBERS', sequenceNumbers: { 'shardId-000000000003': '17' } },
    ],
  );
});

test('says what to correct', () => {
  const number = 'Enter the whole sequence number: digits only.';
  const many = '9'.repeat(130);
  assert.deepEqual(
    [
      readPosition({ ...empty, type: 'AT_TIMESTAMP' }, NOW_MS),
      readPosition({ ...empty, type: 'AT_TIMESTAMP', time: 'in 5 min' }, NOW_MS),
      readPosition({ ...empty, type: 'AT_SEQUENCE_NUMBER' }, NOW_MS),
      readPosition({ ...empty, type: 'AT_SEQUENCE_NUMBER', sequenceNumber: '…8898' }, NOW_MS),
      readPosition({ ...empty, type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: many }, NOW_MS),
      readPosition({ ...empty, type: 'AFTER_SEQUENCE_NUMBERS', sequenceNumbers: '{}' }, NOW_MS),
    ],
    [
      'Write a time such as 2026-03-01 12:00:05, 15 minutes ago, or epoch seconds.',
      'The time to start at lies in the future.',
      number,
      number,
      number,
      'Enter a sequence number for at least one shard.',
    ],
  );
});

test('reads every kind of end, and says what to correct', () => {
  const none = { time: '', count: '' };
  const count = 'Enter after how many records to stop: a whole number from 1.';
  assert.deepEqual(
    [
      readEnd({ ...none, type: 'NEVER' }, NOW_MS),
      readEnd({ ...none, type: 'NOW' }, NOW_MS),
      readEnd({ ...none, type: 'AT_TIMESTAMP', time: 'in 5 min' }, NOW_MS),
      readEnd({ ...none, type: 'COUNT', count: ' 1,000 ' }, NOW_MS),
      readEnd({ ...none, type: 'AT_TIMESTAMP', time: 'soon' }, NOW_MS),
      ...['', '0', '-5', '1.5', '9'.repeat(20)].map((text) =>
        readEnd({ ...none, type: 'COUNT', count: text }, NOW_MS),
      ),
    ],
    [
      undefined,
      { type: 'NOW' },
      { type: 'AT_TIMESTAMP', timestampMs: NOW_MS + 300_000 },
      { type: 'COUNT', records: 1_000 },
      'Write a time such as 2026-03-01 12:00:05, 15 minutes ago, or epoch seconds.',
      ...[count, count, count, count, count],
    ],
  );
});
