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
      ['shardId-000000000003', 'shardId-3', '3', '000'].map(parseShardId),
      [3, 3, 3, 0],
    );
    assert.deepEqual(
      ['', 'shardId-', 'shard-3', '-3', '1234567890123', 'shardId-3 ', '0x3'].map(parseShardId),
      Array.from({ length: 7 }, () => undefined),
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
