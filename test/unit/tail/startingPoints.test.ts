import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { encodeSequenceNumber } from '../../../src/formats/sequenceNumber.ts';
import type { StartPosition } from '../../../src/formats/position.ts';
import type { ShardChoice } from '../../../src/protocol/webview/tail.ts';
import type { SourceShard } from '../../../src/tail/source.ts';
import { checkStart, startingPoints } from '../../../src/tail/startingPoints.ts';

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

function plan(position: StartPosition, choice: ShardChoice = 'all'): [string, StartPosition][] {
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
