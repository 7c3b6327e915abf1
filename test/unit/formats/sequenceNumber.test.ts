import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import {
  compareSequenceNumbers,
  decodeSequenceNumber,
  encodeSequenceNumber,
  isSequenceNumber,
  RECORD_INDEX_MAX,
  type SequenceNumberParts,
} from '../../../src/formats/sequenceNumber.ts';
import { seededRandom } from '../../support/seededRandom.ts';

/** Recorded from the real service. */
const RECORDED = '49590338271490256608559692538361571095921575989136588898';

const PARTS: SequenceNumberParts = {
  shardCreatedSeconds: 1_542_776_258,
  shardIndex: 6,
  recordIndex: 1_734_642_199n,
  timeSeconds: 1_545_084_650,
};

describe('sequence numbers', () => {
  it('decode and encode as a recorded one', () => {
    assert.deepEqual(decodeSequenceNumber(RECORDED), PARTS);
    assert.equal(encodeSequenceNumber(PARTS), RECORDED);
  });

  it('come back as they went, at the edges too', () => {
    const random = seededRandom(7);
    const whole = (max: number): number => Math.floor(random() * (max + 1));
    const edges: SequenceNumberParts[] = [
      { shardCreatedSeconds: 0, shardIndex: 0, recordIndex: 0n, timeSeconds: 0 },
      {
        shardCreatedSeconds: 16_025_175_000,
        shardIndex: 0xffff_ffff,
        recordIndex: RECORD_INDEX_MAX,
        timeSeconds: 16_025_175_000,
      },
    ];
    const made = Array.from({ length: 500 }, () => ({
      shardCreatedSeconds: whole(2 ** 34),
      shardIndex: whole(2 ** 32 - 1),
      recordIndex: (BigInt(whole(2 ** 31)) << 32n) | BigInt(whole(2 ** 32 - 1)),
      timeSeconds: whole(2 ** 34),
    }));
    for (const parts of [...edges, ...made]) {
      const text = encodeSequenceNumber(parts);
      assert.equal(text.length, 56);
      assert.deepEqual(decodeSequenceNumber(text), parts);
    }
  });

  it('are refused when they are anything else', () => {
    const changedVersion = (BigInt(RECORDED) - 1n).toString();
    const changedIndex = (BigInt(RECORDED) + (1n << 4n)).toString();
    const changedZeros = (BigInt(RECORDED) + (1n << 72n)).toString();
    assert.deepEqual(
      ['', '0', 'x'.repeat(56), `${RECORDED}0`, RECORDED.slice(1), ` ${RECORDED.slice(1)}`]
        .concat(changedVersion, changedIndex, changedZeros, '9'.repeat(56))
        .map(decodeSequenceNumber),
      Array.from({ length: 10 }, () => undefined),
    );
  });

  it('are ordered as numbers', () => {
    const later = encodeSequenceNumber({ ...PARTS, recordIndex: PARTS.recordIndex + 1n });
    const laterThoughOlder = encodeSequenceNumber({
      ...PARTS,
      recordIndex: PARTS.recordIndex + 2n,
      timeSeconds: PARTS.timeSeconds - 1,
    });
    const sorted = [laterThoughOlder, '10', later, '9', RECORDED].sort(compareSequenceNumbers);
    assert.deepEqual(sorted, ['9', '10', RECORDED, later, laterThoughOlder]);
    assert.equal(compareSequenceNumbers(RECORDED, RECORDED), 0);
  });

  it('are taken as the API takes them, whatever their version', () => {
    assert.deepEqual(
      ['0', '1', RECORDED, '9'.repeat(129), '', '01', '-1', '1.5', ' 1', '9'.repeat(130)].map(
        isSequenceNumber,
      ),
      [true, true, true, true, false, false, false, false, false, false],
    );
  });
});
