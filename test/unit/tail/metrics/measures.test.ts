import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { expandAggregate } from '../../../../src/tail/decoders/kpl.ts';
import { Measures } from '../../../../src/tail/metrics/measures.ts';
import type { SourceRecord } from '../../../../src/tail/source.ts';
import { aggregateOf } from '../../../support/kplAggregator.ts';

const NOW_MS = 1_700_000_123_456;
const WHOLE = { start: 0n, end: 2n ** 128n - 1n };

function record(partitionKey: string, arrivalMs: number, bytes = 8): SourceRecord {
  const data = new Uint8Array(bytes);
  return { sequenceNumber: '1', partitionKey, arrivalMs, data, encryptionType: undefined };
}

describe('Measures', () => {
  let measures: Measures;

  beforeEach(() => {
    measures = new Measures({ rangeOf: (shardId) => (shardId === 'unknown' ? undefined : WHOLE) });
  });

  it('tells how producers wrote, keys included in the bytes', () => {
    assert.equal(measures.rate('a', NOW_MS - 60_000), undefined);
    for (let count = 0; count < 20; count++) measures.count('a', record('k1', NOW_MS));
    assert.deepEqual(measures.rate('a', 1_700_000_124_000), {
      recordsPerSecond: 2,
      bytesPerSecond: 20,
      peakRecords: 20,
      peakBytes: 200,
    });
    assert.equal(measures.rate('b', NOW_MS), undefined);
  });

  it('lists the hottest keys with their share of their shard', () => {
    for (let second = 0; second < 10; second++) {
      const at = NOW_MS + second * 1_000;
      for (let count = 0; count < 9; count++) measures.count('a', record('hot', at));
      measures.count('a', record(`cold ${second}`, at));
      measures.count('b', record('lone', at));
    }
    const { keys, hints } = measures.hotKeys();
    const [first, second] = keys;
    assert.deepEqual(
      [first?.partitionKey, first?.shardId, first?.share, first?.recordsPerSecond, first?.error],
      ['hot', 'a', 0.9, 10, 0],
    );
    assert.deepEqual([second?.partitionKey, second?.share], ['lone', 1]);
    assert.deepEqual(hints, []);
  });

  it('forgets keys that were hot before the last two periods', () => {
    for (let count = 0; count < 5; count++) measures.count('a', record('then', NOW_MS));
    measures.count('a', record('between', NOW_MS + 40_000));
    measures.count('a', record('now', NOW_MS + 75_000));
    assert.deepEqual(
      measures.hotKeys().keys.map(({ partitionKey }) => partitionKey),
      ['between', 'now'],
    );
    measures.count('a', record('later', NOW_MS + 500_000));
    assert.deepEqual(
      measures.hotKeys().keys.map(({ partitionKey }) => partitionKey),
      ['later'],
    );
  });

  it('hints where a shard at its limit could be split, if its range is known', () => {
    for (const shardId of ['a', 'unknown']) {
      for (let second = 0; second < 10; second++) {
        for (let count = 0; count < 900; count++) {
          measures.count(shardId, record(`key ${count}`, NOW_MS + second * 1_000));
        }
      }
    }
    const { hints } = measures.hotKeys();
    assert.deepEqual(
      hints.map(({ shardId, hint }) => [shardId, hint.kind]),
      [['a', 'split']],
    );
  });

  it('hints at what is so where the reader stands, or was so where it ended', () => {
    const standsAt = new Map<string, number>();
    measures = new Measures({ rangeOf: () => WHOLE, asOfMs: (shardId) => standsAt.get(shardId) });
    for (const shardId of ['busy', 'quiet by now', 'ended']) {
      for (let second = 0; second < 10; second++) {
        for (let count = 0; count < 900; count++) {
          measures.count(shardId, record(`key ${count}`, NOW_MS + second * 1_000));
        }
      }
    }
    standsAt.set('busy', NOW_MS + 9_600);
    standsAt.set('quiet by now', NOW_MS + 12_600);
    assert.deepEqual(
      measures.hotKeys().hints.map(({ shardId }) => shardId),
      ['busy', 'ended'],
    );
    assert.equal(measures.rate('ended', NOW_MS + 60_000)?.recordsPerSecond, 0);
  });

  it('tells from the first second on how producers write', () => {
    assert.equal(measures.rate('a', NOW_MS), undefined);
    for (let count = 0; count < 60; count++) {
      measures.count('a', record('k1', NOW_MS + 50 * count));
    }
    assert.equal(measures.rate('a', NOW_MS + 3_000)?.recordsPerSecond, 20);
    measures.forget();
    measures.count('a', record('k1', NOW_MS + 20_000));
    assert.equal(measures.rate('a', NOW_MS + 22_000)?.recordsPerSecond, 0.5);
  });

  it('takes the keys of user records, since all aggregates are put with one key', () => {
    const packed = aggregateOf([
      { partitionKey: 'truck_1', data: Buffer.from('1') },
      { partitionKey: 'truck_1', data: Buffer.from('2') },
      { partitionKey: 'truck_2', data: Buffer.from('3') },
    ]);
    measures = new Measures({ rangeOf: () => WHOLE, expand: expandAggregate });
    assert.equal(measures.rate('a', NOW_MS - 60_000), undefined);
    measures.count('a', { ...record('a', NOW_MS), data: new Uint8Array(packed.data) });
    assert.deepEqual(
      measures.hotKeys().keys.map(({ partitionKey, share }) => [partitionKey, share]),
      [
        ['truck_1', 2 / 3],
        ['truck_2', 1 / 3],
      ],
    );
    assert.equal(measures.rate('a', 1_700_000_124_000)?.recordsPerSecond, 0.1);
  });

  it('shows keys as they may be seen', () => {
    for (let second = 0; second < 10; second++) {
      for (let count = 0; count < 950; count++) {
        measures.count('a', record('ann@example.com', NOW_MS + second * 1_000));
      }
    }
    const { keys, hints } = measures.hotKeys(() => '•••');
    assert.deepEqual(
      keys.map(({ partitionKey, hashKey }) => [partitionKey, hashKey]),
      [['•••', '••••']],
    );
    assert.deepEqual(hints, [
      { shardId: 'a', hint: { kind: 'oneKey', partitionKey: '•••', share: 1 } },
    ]);
  });

  it('draws the last five minutes, or those before the newest record of the past', () => {
    measures.count('b', record('k', NOW_MS - 7_000));
    measures.count('a', record('k', NOW_MS));
    const live = measures.heatMap(NOW_MS + 1_000);
    assert.deepEqual(
      [live.endSecond, live.omitted, live.shards.map(({ shardId }) => shardId)],
      [1_700_000_125, 0, ['a', 'b']],
    );
    assert.deepEqual(
      live.shards.map(({ records }) => records.slice(-3)),
      [
        [0, 0, 1],
        [0, 1, 0],
      ],
    );
    const past = measures.heatMap(NOW_MS + 3_600_000);
    assert.equal(past.endSecond, 1_700_000_125);
    measures.forget();
    assert.deepEqual(measures.heatMap(NOW_MS).shards, []);
  });

  it('draws at most 200 shards, the newest, and counts the others', () => {
    for (let count = 0; count < 205; count++) {
      measures.count(`shardId-${String(count).padStart(12, '0')}`, record('k', NOW_MS));
    }
    const { shards, omitted } = measures.heatMap(NOW_MS);
    assert.deepEqual(
      [shards.length, omitted, shards[0]?.shardId],
      [200, 5, 'shardId-000000000005'],
    );
  });
});
