import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HASH_KEY_MAX } from '../../../../src/formats/hashKey.ts';
import { encodeSequenceNumber } from '../../../../src/formats/sequenceNumber.ts';
import type { RecordDetail } from '../../../../src/protocol/webview/tail.ts';
import { headerEntries } from '../../../../webview/tail/detail/headers.ts';
import { rowOf } from '../tailRows.ts';

const timeMs = Date.UTC(2026, 2, 1, 12, 4, 31);
const sequenceNumber = encodeSequenceNumber({
  shardCreatedSeconds: timeMs / 1000 - 3600,
  shardIndex: 3,
  recordIndex: 5n,
  timeSeconds: timeMs / 1000,
});
const detail: RecordDetail = {
  row: { ...rowOf(0), sequenceNumber, partitionKey: 'a\u0007b', arrivalMs: timeMs, bytes: 12 },
  data: new Uint8Array(12),
  encryptionType: 'KMS',
  sequenceTimeMs: timeMs,
  hashKey: (HASH_KEY_MAX / 4n).toString(),
  shardHashKeys: { first: '0', last: (HASH_KEY_MAX / 2n).toString() },
  explicitHashKey: '99',
  aggregate: { index: 2, count: 12 },
  decoded: { kind: 'binary', text: '', isComplete: true, steps: [] },
};
const utc = { format: 'utc', nowMs: timeMs } as const;

test('the headers say everything that is known besides the data', () => {
  assert.deepEqual(headerEntries(detail, utc), [
    ['Partition key', 'a␇b'],
    ['Hash key', `${HASH_KEY_MAX / 4n} · at 25.00 % of all hash keys`],
    ['Explicit hash key', '99'],
    ['Shard', 'shardId-000000000000 · has 0.00 to 50.00 % of all hash keys'],
    ['Sequence number', sequenceNumber],
    ['Sequence time', '2026-03-01 12:04:31.000Z'],
    ['Sequence shard', 'index 3, created 2026-03-01 11:04:31.000Z'],
    ['Arrived', '2026-03-01 12:04:31.000Z'],
    ['Size', '12 bytes'],
    ['Encryption', 'KMS'],
    ['Aggregate', 'record 3 of 12'],
  ]);
});

test('and what is not known is said to be unknown', () => {
  const { explicitHashKey: _key, aggregate: _place, shardHashKeys: _range, ...rest } = detail;
  const row = { ...rest.row, sequenceNumber: '42' };
  const plain = { ...rest, row, sequenceTimeMs: undefined, encryptionType: undefined };
  const entries = new Map(headerEntries(plain, utc));
  assert.deepEqual(
    [
      'Explicit hash key',
      'Shard',
      'Sequence time',
      'Sequence shard',
      'Encryption',
      'Aggregate',
    ].map((name) => entries.get(name)),
    [
      'unknown: Kinesis does not return it',
      'shardId-000000000000',
      'unknown',
      undefined,
      'none',
      'none',
    ],
  );
});
