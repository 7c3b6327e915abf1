import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Arrivals } from '../../../../src/tail/metrics/arrivals.ts';
import { seededRandom } from '../../../support/seededRandom.ts';

const START = 1_700_000_000;

describe('Arrivals', () => {
  it('averages ten seconds and keeps the largest second of five minutes', () => {
    const arrivals = new Arrivals();
    for (let count = 0; count < 700; count++) arrivals.add(START * 1_000, 100);
    for (let second = 1; second <= 20; second++) {
      for (let count = 0; count < 10; count++) arrivals.add((START + second) * 1_000 + count, 50);
    }
    assert.deepEqual(arrivals.rate((START + 21) * 1_000), {
      recordsPerSecond: 10,
      bytesPerSecond: 500,
      peakRecords: 700,
      peakBytes: 70_000,
    });
    assert.deepEqual(arrivals.rate((START + 26) * 1_000), {
      recordsPerSecond: 5,
      bytesPerSecond: 250,
      peakRecords: 700,
      peakBytes: 70_000,
    });
    assert.equal(arrivals.rate((START + 301) * 1_000).peakRecords, 10);
    assert.deepEqual(arrivals.rate((START + 10_000) * 1_000), {
      recordsPerSecond: 0,
      bytesPerSecond: 0,
      peakRecords: 0,
      peakBytes: 0,
    });
  });

  it('counts a second that has only begun for as much as has passed of it', () => {
    const arrivals = new Arrivals();
    for (let tenth = 0; tenth < 105; tenth++) arrivals.add(START * 1_000 + tenth * 100, 10);
    const { recordsPerSecond, bytesPerSecond } = arrivals.rate(START * 1_000 + 10_500);
    assert.deepEqual([recordsPerSecond, bytesPerSecond], [10, 100]);
  });

  it('averages what was seen so far in the first seconds', () => {
    const arrivals = new Arrivals();
    const startMs = START * 1_000 + 400;
    for (let tenth = 0; tenth < 30; tenth++) arrivals.add(startMs + tenth * 100, 10);
    const perSecond = (asOfMs: number, seenSinceMs?: number): number =>
      arrivals.rate(asOfMs, seenSinceMs).recordsPerSecond;
    assert.equal(perSecond(startMs + 3_000, startMs), 10);
    // Records of before came after all.
    assert.equal(perSecond(startMs + 3_000, startMs + 2_900), 10);
    // It was quiet for three seconds first, or for much longer.
    assert.equal(perSecond(startMs + 3_000, startMs - 3_000), 5);
    assert.equal(perSecond(startMs + 3_000, startMs - 60_000).toFixed(2), '3.19');
    assert.equal(perSecond(startMs + 3_000), perSecond(startMs + 3_000, startMs - 60_000));
    // No second is shorter than one.
    const one = new Arrivals();
    one.add(startMs, 10);
    assert.equal(one.rate(startMs + 10, startMs).recordsPerSecond, 1);
  });

  it('has nothing before the first record, and ignores a time that is none', () => {
    const arrivals = new Arrivals();
    arrivals.add(Number.NaN, 1);
    assert.deepEqual(arrivals.rate(START * 1_000).peakRecords, 0);
  });

  for (const seed of [1, 2, 3]) {
    it(`has the peaks that a plain count has (seed ${seed})`, () => {
      const random = seededRandom(seed);
      const arrivals = new Arrivals();
      const seconds = new Map<number, number>();
      let second = START;
      for (let step = 0; step < 400; step++) {
        // Now and then a leap over more than is kept, or a record that comes late.
        second += random() < 0.01 ? 400 : Math.floor(random() * 3);
        const at = random() < 0.1 ? second - Math.floor(random() * 350) : second;
        arrivals.add(at * 1_000, 1);
        if (at > second - 300) seconds.set(at, (seconds.get(at) ?? 0) + 1);
      }
      const endSecond = second + 2;
      const { records, bytes } = arrivals.peaks({ endSecond, columns: 60, secondsPerColumn: 5 });
      const expected = Array.from({ length: 60 }, (_, column) => {
        const last = endSecond - (59 - column) * 5;
        const counts = [0, 1, 2, 3, 4].map((back) => {
          const at = last - back;
          return at > arrivals.newestSecond - 300 ? (seconds.get(at) ?? 0) : 0;
        });
        return Math.max(...counts);
      });
      assert.deepEqual(records, expected);
      assert.deepEqual(bytes, expected);
    });
  }
});
