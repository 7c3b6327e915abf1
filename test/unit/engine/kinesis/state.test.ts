import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  hashKeyRangeOf,
  hexOfHashKey,
  makeShard,
  routeHex,
  routesOf,
  ReadSequenceNumbers,
  SequenceNumbers,
  sequenceNumberOf,
  type Shard,
} from '../../../../src/engine/kinesis/state.ts';
import { TokenBucket } from '../../../../src/engine/kinesis/tokenBucket.ts';
import { evenHashKeyRanges, HASH_KEY_MAX } from '../../../../src/formats/hashKey.ts';
import { seededRandom } from '../../../support/seededRandom.ts';

function shards(count: number): Shard[] {
  return evenHashKeyRanges(count).map((range, index) =>
    makeShard({
      key: index,
      index,
      details: {
        createdSeconds: 1_700_000_000,
        startingHashKey: range.start.toString(),
        endingHashKey: range.end.toString(),
      },
      trimPosition: 1,
      nextPosition: 1,
      lastArrivedMs: 0,
      limits: {
        writtenRecords: new TokenBucket(1),
        writtenBytes: new TokenBucket(1),
        iteratorCalls: new TokenBucket(1),
        readCalls: new TokenBucket(1),
        readBytes: new TokenBucket(1),
      },
    }),
  );
}

describe('routing by hash key', () => {
  it('finds the shard whose range holds the key, at every edge and at random', () => {
    const seed = 7;
    const random = seededRandom(seed);
    for (const count of [1, 2, 3, 7, 100]) {
      const all = shards(count);
      const routes = routesOf(all);
      const ranges = all.map((shard) => hashKeyRangeOf(shard.details));
      const keys = [
        ...ranges.flatMap(({ start, end }) => [start, end]),
        ...Array.from({ length: 200 }, () => {
          const high = BigInt(Math.floor(random() * 2 ** 32));
          return (HASH_KEY_MAX * high) / 2n ** 32n;
        }),
      ];
      const routed = keys.map((key) => routeHex(routes, hexOfHashKey(key)).index);
      const expected = keys.map((key) =>
        ranges.findIndex(({ start, end }) => start <= key && key <= end),
      );
      assert.deepEqual(routed, expected, `seed ${String(seed)}, ${String(count)} shards`);
    }
  });

  it('leaves closed shards out', () => {
    const [first, second] = shards(2);
    assert.ok(first && second);
    first.details = { ...first.details, closedMs: 1 };
    assert.deepEqual(routesOf([first, second]), [second]);
  });
});

describe('SequenceNumbers', () => {
  it('counts up exactly as the numbers of consecutive positions', () => {
    const shard = shards(20)[17];
    assert.ok(shard);
    const arrivedMs = 1_700_000_123_456;
    const first = 0xffff_fffe;
    const numbers = new SequenceNumbers(shard, first, arrivedMs);
    assert.deepEqual(
      Array.from({ length: 4 }, () => numbers.next()),
      Array.from({ length: 4 }, (_, index) => sequenceNumberOf(shard, first + index, arrivedMs)),
    );
  });
});

describe('ReadSequenceNumbers', () => {
  it('gives each record the number that it was put with', () => {
    const shard = shards(20)[17];
    assert.ok(shard);
    const numbers = new ReadSequenceNumbers(shard);
    const records = [
      [1, 1_700_000_123_456],
      [2, 1_700_000_123_999],
      [9, 1_700_000_124_000],
      [0xffff_ffff, 1_700_000_124_001],
    ] as const;
    assert.deepEqual(
      records.map(([position, arrivedMs]) => numbers.of(position, arrivedMs)),
      records.map(([position, arrivedMs]) => sequenceNumberOf(shard, position, arrivedMs)),
    );
  });
});

describe('TokenBucket', () => {
  it('fills evenly up to its capacity and pays back what it owes', () => {
    const bucket = new TokenBucket(10);
    const seen = [bucket.available(0)];
    bucket.take(15);
    seen.push(bucket.available(0), bucket.available(500), bucket.available(1_000));
    // A clock that is set back takes nothing away.
    seen.push(bucket.available(900), bucket.available(60_000));
    assert.deepEqual(seen, [10, -5, 0, 5, 5, 10]);
  });
});
