import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StreamDetails } from '../../../../src/engine/kinesis/state.ts';
import { activeDetails } from '../../../../src/engine/kinesis/streamUpdates.ts';
import { ENCRYPTION_CHANGES_MAX } from '../../../../src/engine/limits.ts';

const HOUR_MS = 3_600_000;
const BEFORE: StreamDetails = {
  status: 'UPDATING',
  mode: 'PROVISIONED',
  createdMs: 0,
  retentionHours: 24,
  recordKibMax: 1_024,
  tags: {},
};

describe('activeDetails', () => {
  const toggle = (before: StreamDetails, nowMs: number): StreamDetails =>
    activeDetails({
      before: { ...before, status: 'UPDATING' },
      change: {
        details: {
          encryption:
            before.encryption?.type === 'KMS'
              ? { type: 'NONE' }
              : { type: 'KMS', keyId: 'alias/aws/kinesis' },
        },
      },
      nowMs,
    });

  it('notes when encryption changes, and forgets what no kept record can need', () => {
    const steps = [1, 2, 30].map((hour) => hour * HOUR_MS);
    const after = steps.reduce(toggle, BEFORE);
    assert.deepEqual(after.encryptionChanges, [
      // In effect when the oldest record that is kept arrived, at hour 6.
      { fromMs: 2 * HOUR_MS, type: 'NONE' },
      { fromMs: 30 * HOUR_MS, type: 'KMS' },
    ]);
  });

  it('keeps a bounded number of changes', () => {
    let details = BEFORE;
    for (let step = 0; step < ENCRYPTION_CHANGES_MAX + 10; step += 1) {
      details = toggle(details, step);
    }
    assert.deepEqual(
      [details.encryptionChanges?.length, details.encryptionChanges?.at(-1)?.fromMs],
      [ENCRYPTION_CHANGES_MAX, ENCRYPTION_CHANGES_MAX + 9],
    );
  });

  it('leaves encryption alone when something else changes', () => {
    const after = activeDetails({
      before: BEFORE,
      change: { details: { recordKibMax: 2_048 } },
      nowMs: 1,
    });
    assert.deepEqual(after, { ...BEFORE, status: 'ACTIVE', recordKibMax: 2_048 });
  });
});
