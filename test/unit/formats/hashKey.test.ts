import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';

import {
  evenHashKeyRanges,
  HASH_KEY_MAX,
  hashKeyOfMd5,
  hashKeyPosition,
  hashKeyShare,
} from '../../../src/formats/hashKey.ts';

describe('hashKeyOfMd5', () => {
  it('reads the digest as an unsigned number, first byte highest', () => {
    // The digests of RFC 1321's test suite for '' and 'abc', written as decimal numbers.
    const expected = new Map([
      ['', 281949768489412648962353822266799178366n],
      ['abc', 191415658344158766168031473277922803570n],
    ]);
    for (const [key, hashKey] of expected) {
      assert.equal(hashKeyOfMd5(createHash('md5').update(key).digest()), hashKey);
    }
    assert.equal(hashKeyOfMd5(new Uint8Array(16)), 0n);
    assert.equal(hashKeyOfMd5(new Uint8Array(16).fill(255)), HASH_KEY_MAX);
  });

  it('routes keys to the even ranges that contain their hash', () => {
    const ranges = evenHashKeyRanges(4);
    const shardOf = (key: string): number => {
      const hashKey = hashKeyOfMd5(createHash('md5').update(key).digest());
      return ranges.findIndex(({ start, end }) => hashKey >= start && hashKey <= end);
    };
    // The first hex digit of each digest: d4…, 90…, 0c…, 4a….
    assert.deepEqual(['', 'abc', 'a', 'c'].map(shardOf), [3, 2, 0, 1]);
  });
});

describe('evenHashKeyRanges', () => {
  it('gives the ranges that CreateStream gives', () => {
    assert.deepEqual(evenHashKeyRanges(1), [{ start: 0n, end: HASH_KEY_MAX }]);
    assert.deepEqual(evenHashKeyRanges(3), [
      { start: 0n, end: 113427455640312821154458202477256070484n },
      {
        start: 113427455640312821154458202477256070485n,
        end: 226854911280625642308916404954512140969n,
      },
      { start: 226854911280625642308916404954512140970n, end: HASH_KEY_MAX },
    ]);
  });

  it('covers the whole space without gaps or overlaps', () => {
    for (const count of [2, 5, 7, 64, 1_000]) {
      const ranges = evenHashKeyRanges(count);
      assert.equal(ranges.length, count);
      let next = 0n;
      for (const { start, end } of ranges) {
        assert.equal(start, next);
        assert.ok(end >= start);
        next = end + 1n;
      }
      assert.equal(next, HASH_KEY_MAX + 1n);
    }
  });
});

describe('shares and positions', () => {
  it('lie between 0 and 1', () => {
    const [first, second] = evenHashKeyRanges(4);
    assert.ok(first && second);
    assert.deepEqual(
      [
        hashKeyShare(first),
        hashKeyShare({ start: 0n, end: HASH_KEY_MAX }),
        hashKeyPosition(0n),
        hashKeyPosition(second.start),
        hashKeyPosition(HASH_KEY_MAX),
      ],
      [0.25, 1, 0, 0.25, 0.999999],
    );
  });
});
