import assert from 'node:assert/strict';
import { test } from 'node:test';

import { formatShardPositions, parseShardPositions } from '../../../src/formats/shardPositions.ts';

const BOTH = { 'shardId-000000000000': '4950', 'shardId-000000000012': '17' };

test('reads a JSON object, and lines in the ways that people write them', () => {
  const texts = [
    JSON.stringify(BOTH),
    formatShardPositions(BOTH),
    '\n  shardId-000000000000: 4950\r\n\nshardId-000000000012=17  ',
    '0, 4950\n12;17',
    '0 4950, 12 17',
    'shardId-0 4950, shardId-12 17',
  ];
  assert.deepEqual(
    texts.map(parseShardPositions),
    texts.map(() => BOTH),
  );
});

test('says what to correct', () => {
  assert.deepEqual(
    [
      parseShardPositions('  '),
      parseShardPositions('{"shardId-000000000000": 4950}'),
      parseShardPositions('{"shardId-0'),
      parseShardPositions('{}'),
      parseShardPositions('shardId-000000000000'),
      parseShardPositions('0 1 2'),
      parseShardPositions('__proto__ 12'),
      parseShardPositions('0 12a'),
      parseShardPositions('0 12\nshardId-000000000000 13'),
    ],
    [
      'Enter a shard and a sequence number on each line, or a JSON object.',
      'Put the sequence number of shardId-000000000000 in quotes.',
      'This is not a JSON object: {"shardId-000000000000": "4950…"}.',
      'Enter a sequence number for at least one shard.',
      'Write “shardId-000000000000” as a shard and its sequence number.',
      'Write “0 1 2” as a shard and its sequence number.',
      '“__proto__” is no shard. Write shardId-000000000003, or 3.',
      'The sequence number of shardId-000000000000 has to be digits only.',
      'There are two sequence numbers for shardId-000000000000.',
    ],
  );
});
