import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { StreamRecord } from '../../../src/aws/service.ts';
import { maskedRecords } from '../../../src/host/documents/maskedRecords.ts';

const RECORDS: readonly StreamRecord[] = [
  {
    sequenceNumber: '1',
    partitionKey: 'ana@example.com',
    arrivalMs: 5,
    data: new Uint8Array(gzipSync('{"card":"4242 4242 4242 4242"}')),
    encryptionType: undefined,
  },
];

describe('records that were read outside of a tail', () => {
  it('are shown decoded and masked', async () => {
    const [seen] = await maskedRecords(RECORDS, { rules: ['cardNumber', 'email'], isOn: true });
    assert.match(seen?.partitionKey ?? '', /^••••@example\.com/);
    assert.equal(Buffer.from(seen?.data ?? []).toString(), '{"card":"•••• 4242"}');
    assert.deepEqual([seen?.sequenceNumber, seen?.arrivalMs], ['1', 5]);
  });

  it('are shown as they are where nothing is masked', async () => {
    assert.equal(await maskedRecords(RECORDS, { rules: ['email'], isOn: false }), RECORDS);
  });
});
