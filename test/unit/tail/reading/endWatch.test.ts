import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { EndWatch } from '../../../../src/tail/reading/endWatch.ts';
import type { SourceRecord } from '../../../../src/tail/source.ts';

function recordsAt(...arrivals: number[]): SourceRecord[] {
  return arrivals.map((arrivalMs, index) => ({
    sequenceNumber: String(index),
    partitionKey: 'key',
    arrivalMs,
    data: new Uint8Array(),
    encryptionType: undefined,
  }));
}

describe('EndWatch', () => {
  it('admits everything when there is no end, or when it is lifted', () => {
    const never = new EndWatch(undefined, 1_000);
    const lifted = new EndWatch({ type: 'AT_TIMESTAMP', timestampMs: 5 }, 1_000);
    lifted.lift();
    for (const watch of [never, lifted]) {
      assert.equal(watch.admitted(recordsAt(1, 2_000), 0), 2);
      assert.equal(watch.isPassed(1e12, 0), false);
      assert.equal(watch.asked, undefined);
    }
  });

  it('admits what arrived before a time, and knows of an empty answer whether it is past it', () => {
    const watch = new EndWatch({ type: 'AT_TIMESTAMP', timestampMs: 10_000 }, 50_000);
    assert.equal(watch.admitted(recordsAt(9_998, 9_999, 10_000, 9_999), 0), 2);
    assert.equal(watch.admitted(recordsAt(9_998, 9_999), 1), 2);
    assert.deepEqual(
      [undefined, 45_000, 40_000, 39_000, 0].map((behindMs) => watch.isPassed(50_000, behindMs)),
      [false, false, false, true, true],
    );
  });

  it('takes for now what was there at the start', () => {
    const watch = new EndWatch({ type: 'NOW' }, 50_000);
    assert.equal(watch.admitted(recordsAt(49_999, 50_000), 0), 1);
    assert.deepEqual(
      [3_000, 1, 0].map((behindMs) => watch.isPassed(50_010, behindMs)),
      [false, false, true],
    );
  });

  it('counts the records of all shards', () => {
    const watch = new EndWatch({ type: 'COUNT', records: 3 }, 0);
    assert.equal(watch.admitted(recordsAt(1, 2), 0), 2);
    watch.count(recordsAt(1, 2));
    assert.equal(watch.isCountReached, false);
    assert.equal(watch.admitted(recordsAt(1, 2, 3), 1), 2);
    watch.count(recordsAt(1));
    assert.deepEqual([watch.isCountReached, watch.admitted(recordsAt(1), 0)], [true, 0]);
  });

  it('counts for what a record is worth: nothing, or the several that an aggregate brings', () => {
    const watch = new EndWatch({ type: 'COUNT', records: 3 }, 0, ({ arrivalMs }) => arrivalMs);
    assert.equal(watch.admitted(recordsAt(0, 0, 2, 0, 1, 0), 0), 5);
    watch.count(recordsAt(0, 0, 2));
    assert.equal(watch.isCountReached, false);
    watch.count(recordsAt(0, 1));
    assert.equal(watch.isCountReached, true);
  });
});
