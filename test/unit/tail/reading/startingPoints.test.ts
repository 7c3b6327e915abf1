import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { encodeSequenceNumber } from '../../../../src/formats/sequenceNumber.ts';
import type { StartPosition, TailEnd, TailStart } from '../../../../src/formats/position.ts';
import type { ShardChoice } from '../../../../src/protocol/webview/tail.ts';
import type { SourceShard } from '../../../../src/tail/source.ts';
import { hashKeyOf } from '../../../../src/tail/reading/shardChoice.ts';
import {
  checkEnd,
  checkStart,
  startingPoints,
} from '../../../../src/tail/reading/startingPoints.ts';

/** 0 was split into 1 and 2, 1 and 2 were merged into 3; 4 stands apart. */
const SHARDS: SourceShard[] = [
  { shardId: 'shardId-000000000000', endingSequenceNumber: '9', parentShardIds: [] },
  {
    shardId: 'shardId-000000000001',
    endingSequenceNumber: '9',
    parentShardIds: ['shardId-000000000000'],
  },
  {
    shardId: 'shardId-000000000002',
    endingSequenceNumber: '9',
    parentShardIds: ['shardId-000000000000'],
  },
  {
    shardId: 'shardId-000000000003',
    endingSequenceNumber: undefined,
    parentShardIds: ['shardId-000000000001', 'shardId-000000000002'],
  },
  { shardId: 'shardId-000000000004', endingSequenceNumber: undefined, parentShardIds: [] },
];

function plan(position: TailStart, choice: ShardChoice = 'all'): [string, StartPosition][] {
  return startingPoints(SHARDS, position, choice).map(({ shard, start }) => [
    shard.shardId.slice(-1),
    start,
  ]);
}

describe('startingPoints', () => {
  it('reads the open shards from LATEST, and all from an earlier time', () => {
    const latest: StartPosition = { type: 'LATEST' };
    const horizon: StartPosition = { type: 'TRIM_HORIZON' };
    assert.deepEqual(plan(latest), [
      ['3', latest],
      ['4', latest],
    ]);
    assert.deepEqual(plan(latest, ['shardId-000000000000']), [['0', latest]]);
    assert.deepEqual(
      plan(horizon).map(([shard]) => shard),
      ['0', '1', '2', '3', '4'],
    );
  });

  it('begins the shard of a sequence number there, and the others around that time', () => {
    const sequenceNumber = encodeSequenceNumber({
      shardCreatedSeconds: 1_600_000_000,
      shardIndex: 1,
      recordIndex: 7n,
      timeSeconds: 1_700_000_000,
    });
    const position: StartPosition = { type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber };
    const byTime: StartPosition = { type: 'AT_TIMESTAMP', timestampMs: 1_700_000_000_000 };
    assert.deepEqual(plan(position), [
      ['1', position],
      ['2', byTime],
      ['3', { type: 'TRIM_HORIZON' }],
      ['4', byTime],
    ]);
    assert.deepEqual(plan(position, ['shardId-000000000004']), [['4', position]]);
    assert.throws(() => plan(position, ['shardId-000000000002', 'shardId-000000000004']), {
      code: 'invalidInput',
      message: 'Choose the one shard that this sequence number is of. It is of shard 0001.',
    });
  });

  it('begins each shard after a number of its own, what continues them at their first record', () => {
    const after = (sequenceNumber: string): StartPosition => ({
      type: 'AFTER_SEQUENCE_NUMBER',
      sequenceNumber,
    });
    const plans = (sequenceNumbers: Record<string, string>): [string, StartPosition][] =>
      plan({ type: 'AFTER_SEQUENCE_NUMBERS', sequenceNumbers });
    const horizon: StartPosition = { type: 'TRIM_HORIZON' };
    assert.deepEqual(plans({ 'shardId-000000000001': '17', 'shardId-000000000002': '18' }), [
      ['1', after('17')],
      ['2', after('18')],
      ['3', horizon],
      ['4', horizon],
    ]);
    assert.deepEqual(plans({ 'shardId-000000000001': '17', 'shardId-000000000003': '19' }), [
      ['1', after('17')],
      ['3', after('19')],
      ['4', horizon],
    ]);
    assert.throws(() => plans({ 'shardId-000000000009': '1' }), {
      code: 'invalidInput',
      message: 'The stream has no shard shardId-000000000009. Leave it out.',
    });
  });

  describe('of a key', () => {
    const middle = 1n << 127n;
    const ranges = [
      [0n, middle * 2n - 1n],
      [0n, middle - 1n],
      [middle, middle * 2n - 1n],
    ] as const;
    const shards = SHARDS.slice(0, 3).map((shard, index) => {
      const [start, end] = ranges[index] ?? [0n, 0n];
      return { ...shard, startingHashKey: String(start), endingHashKey: String(end) };
    });
    // MD5 of truck_7 begins with a digit below 8 or not: the key says which half has it.
    const [own, other] = hashKeyOf('truck_7') < middle ? [1, 2] : [2, 1];
    const key = { kind: 'key', partitionKey: 'truck_7' } as const;
    const read = (position: StartPosition, choice: ShardChoice): unknown[] =>
      startingPoints(shards, position, choice).map(({ shard, start }) => [
        Number(shard.shardId.slice(-1)),
        start.type,
      ]);

    const OLDEST = { type: 'TRIM_HORIZON' } as const;

    it('are only of the shards that it hashes to, and of those that may hold any', () => {
      const points = startingPoints([...shards, ...SHARDS.slice(3, 4)], OLDEST, key);
      const names = points.map(({ shard }) => Number(shard.shardId.slice(-1)));
      assert.deepEqual(names, [0, own, 3]);
    });

    it('are of all shards where a person looks for it everywhere', () => {
      const oldest = [0, 1, 2].map((index) => [index, 'TRIM_HORIZON']);
      assert.deepEqual(read(OLDEST, { ...key, allShards: true }), oldest);
    });

    it('begin at the time of a record that is in another shard', () => {
      const of = (shardIndex: number): StartPosition => ({
        type: 'AT_SEQUENCE_NUMBER',
        sequenceNumber: encodeSequenceNumber({
          shardCreatedSeconds: 1_600_000_000,
          shardIndex,
          recordIndex: 7n,
          timeSeconds: 1_700_000_000,
        }),
      });
      assert.deepEqual(read(of(other), key), [[own, 'AT_TIMESTAMP']]);
      assert.deepEqual(read(of(own), key), [[own, 'AT_SEQUENCE_NUMBER']]);
    });
  });

  it('refuses a shard that the stream does not have', () => {
    assert.throws(() => plan({ type: 'LATEST' }, ['shardId-000000000009']), {
      code: 'invalidInput',
      message: 'The stream has no shard shardId-000000000009. Choose another one.',
    });
  });
});

describe('checkStart', () => {
  it('refuses what no stream could begin with', () => {
    const refused: [StartPosition, ShardChoice][] = [
      [{ type: 'LATEST' }, []],
      [{ type: 'AT_TIMESTAMP', timestampMs: Number.NaN }, 'all'],
      [{ type: 'AT_TIMESTAMP', timestampMs: -1 }, 'all'],
      [{ type: 'AT_TIMESTAMP', timestampMs: 1_001 }, 'all'],
      [{ type: 'AT_SEQUENCE_NUMBER', sequenceNumber: '' }, 'all'],
      [{ type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: '12a' }, 'all'],
    ];
    for (const [position, choice] of refused) {
      assert.throws(() => checkStart(position, choice, 1_000), { code: 'invalidInput' });
    }
    checkStart({ type: 'AT_TIMESTAMP', timestampMs: 1_000 }, 'all', 1_000);
    checkStart({ type: 'AT_SEQUENCE_NUMBER', sequenceNumber: '0' }, ['shardId-0'], 1_000);
  });
});

describe('checkEnd', () => {
  it('refuses an end that comes before the start, or never', () => {
    const at = (timestampMs: number): TailEnd => ({ type: 'AT_TIMESTAMP', timestampMs });
    const oldest: TailStart = { type: 'TRIM_HORIZON' };
    const refused: [TailEnd, TailStart][] = [
      [{ type: 'COUNT', records: 0 }, oldest],
      [{ type: 'COUNT', records: 1.5 }, oldest],
      [{ type: 'NOW' }, { type: 'LATEST' }],
      [at(Number.NaN), oldest],
      [at(1_000), { type: 'AT_TIMESTAMP', timestampMs: 1_000 }],
    ];
    for (const [end, position] of refused) {
      assert.throws(() => checkEnd(end, position), { code: 'invalidInput' });
    }
    checkEnd(undefined, { type: 'LATEST' });
    checkEnd({ type: 'COUNT', records: 1 }, { type: 'LATEST' });
    checkEnd({ type: 'NOW' }, oldest);
    checkEnd(at(1_001), { type: 'AT_TIMESTAMP', timestampMs: 1_000 });
  });
});
