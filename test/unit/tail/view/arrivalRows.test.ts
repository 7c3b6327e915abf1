import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FILTER_SLICE_MS } from '../../../../src/tail/limits.ts';
import { ArrivalRows } from '../../../../src/tail/view/arrivalRows.ts';
import { AllRows } from '../../../../src/tail/view/rows.ts';
import { RecordWindow } from '../../../../src/tail/window/recordWindow.ts';
import { seededRandom } from '../../../support/seededRandom.ts';

const SEED = 11;

/** Blocks of a shard each, as a tail reads them, whose times overlap; the oldest have left the window. */
function windowOf(count: number): RecordWindow {
  const random = seededRandom(SEED);
  const window = new RecordWindow({ recordsMax: count, bytesMax: 100_000_000 });
  for (let number = 0; number < count + 1_234; number++) {
    window.append(`shard ${Math.floor(number / 700) % 40}`, {
      sequenceNumber: String(number),
      partitionKey: '',
      arrivalMs: (number % 700) * 10 + Math.floor(random() * 30),
      data: new Uint8Array(0),
      encryptionType: undefined,
    });
  }
  return window;
}

describe('ArrivalRows', () => {
  it('numbers every row once, and finds the row of each record', () => {
    const window = windowOf(30_000);
    const rows = new ArrivalRows(window, new AllRows(window, () => window.end));
    while (rows.pending > 0) rows.orderSlice(() => 0);
    const numbers = Array.from({ length: rows.end }, (_, ordinal) => rows.numberOf(ordinal) ?? -1);
    assert.deepEqual(
      [...numbers].sort((a, b) => a - b),
      Array.from({ length: 30_000 }, (_, at) => window.first + at),
      `seed ${SEED}`,
    );
    assert.ok(numbers.every((number, ordinal) => rows.ordinalOf(number) === ordinal));
    const outside = [rows.numberOf(-1), rows.numberOf(30_000), rows.numberOf(0.5)];
    const others = [rows.ordinalOf(window.first - 1), rows.ordinalOf(window.end)];
    assert.deepEqual([...outside, ...others], Array.from({ length: 5 }));
  });

  it('ends a slice when its time is up, by a clock that it reads often', () => {
    const window = windowOf(30_000);
    const rows = new ArrivalRows(window, new AllRows(window, () => window.end));
    let timeMs = 0;
    const slices: number[] = [];
    while (rows.pending > 0) {
      const startMs = timeMs;
      rows.orderSlice(() => timeMs++);
      slices.push(timeMs - startMs);
    }
    // Two passes over 30,000 records, in steps of 500 that take a millisecond each.
    assert.ok(slices.length >= 12, `${slices.length} slices`);
    assert.ok(slices.every((tookMs) => tookMs <= FILTER_SLICE_MS + 1));
  });

  it('ends a slice after enough of them where the clock stands still', () => {
    const window = windowOf(60_000);
    const rows = new ArrivalRows(window, new AllRows(window, () => window.end));
    const pending: number[] = [];
    while (rows.pending > 0) {
      rows.orderSlice(() => 0);
      pending.push(rows.pending);
    }
    assert.deepEqual(pending, [60_000, 20_000, 0]);
  });
});
