import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPosition } from '../../../../webview/tail/toolbar/startPosition.ts';

const empty = { time: '', sequenceNumber: '' };

test('reads every kind of start position', () => {
  const timestampMs = new Date(2026, 2, 1, 12, 0, 5).getTime();
  assert.deepEqual(
    [
      readPosition({ ...empty, type: 'LATEST' }),
      readPosition({ ...empty, type: 'TRIM_HORIZON' }),
      readPosition({ ...empty, type: 'AT_TIMESTAMP', time: '2026-03-01T12:00:05' }),
      readPosition({ ...empty, type: 'AT_SEQUENCE_NUMBER', sequenceNumber: ' 4950 ' }),
      readPosition({ ...empty, type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: '0' }),
    ],
    [
      { type: 'LATEST' },
      { type: 'TRIM_HORIZON' },
      { type: 'AT_TIMESTAMP', timestampMs },
      { type: 'AT_SEQUENCE_NUMBER', sequenceNumber: '4950' },
      { type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: '0' },
    ],
  );
});

test('says what to correct', () => {
  const number = 'Enter the whole sequence number: digits only.';
  assert.deepEqual(
    [
      readPosition({ ...empty, type: 'AT_TIMESTAMP' }),
      readPosition({ ...empty, type: 'AT_SEQUENCE_NUMBER' }),
      readPosition({ ...empty, type: 'AT_SEQUENCE_NUMBER', sequenceNumber: '…8898' }),
      readPosition({ ...empty, type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: '9'.repeat(130) }),
    ],
    ['Enter a date and a time.', number, number, number],
  );
});
