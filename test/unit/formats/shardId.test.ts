import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { formatShardId, parseShardId, shortShardId } from '../../../src/formats/shardId.ts';

describe('shard ids', () => {
  it('are written with twelve digits', () => {
    assert.deepEqual([0, 3, 123_456_789_012].map(formatShardId), [
      'shardId-000000000000',
      'shardId-000000000003',
      'shardId-123456789012',
    ]);
  });

  it('are read in every form that the service accepts', () => {
    assert.deepEqual(
      ['shardId-000000000003', 'shardId-3', '3', '000', 'x-3', '-0000000000000003', 'a-3-b'].map(
        parseShardId,
      ),
      [3, 3, 3, 0, 3, 3, 3],
    );
    assert.deepEqual(['2147483647', 'a-2147483647'].map(parseShardId), [2 ** 31 - 1, 2 ** 31 - 1]);
    const wrong = ['', 'shardId-', '3-', 'x-3x', 'shardId-3 ', '0x3', '2.14E4', '2147483648'];
    assert.deepEqual(
      wrong.map(parseShardId),
      wrong.map(() => undefined),
    );
  });

  it('are shortened for a person', () => {
    assert.deepEqual(['shardId-000000000003', 'shardId-000000012345', 'other'].map(shortShardId), [
      '0003',
      '12345',
      'other',
    ]);
  });
});
