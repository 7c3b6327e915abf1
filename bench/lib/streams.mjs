import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from './connection.mjs';

/**
 * Runs `work` with a connection to the engine.
 * @template T
 * @param {{ port: number }} engine
 * @param {(connection: Connection) => Promise<T>} work
 */
export async function connected({ port }, work) {
  const connection = await Connection.open(port);
  try {
    return await work(connection);
  } finally {
    connection.close();
  }
}

/**
 * Creates a stream and waits until it is ACTIVE.
 * @param {{ port: number }} engine
 * @param {string} StreamName
 * @param {number} ShardCount
 */
export function createStream(engine, StreamName, ShardCount) {
  return connected(engine, async (connection) => {
    await connection.call('CreateStream', { StreamName, ShardCount });
    for (;;) {
      const { StreamDescriptionSummary } = await connection.call('DescribeStreamSummary', {
        StreamName,
      });
      if (StreamDescriptionSummary.StreamStatus === 'ACTIVE') return;
      await sleep(5);
    }
  });
}

/**
 * Iterators from the start of each shard.
 * @param {{ port: number }} engine
 * @param {string} StreamName
 * @param {number} shardCount
 */
export function trimHorizons(engine, StreamName, shardCount) {
  return connected(engine, async (connection) => {
    const iterators = [];
    for (let index = 0; index < shardCount; index += 1) {
      const { ShardIterator } = await connection.call('GetShardIterator', {
        StreamName,
        ShardId: `shardId-${String(index).padStart(12, '0')}`,
        ShardIteratorType: 'TRIM_HORIZON',
      });
      iterators.push(ShardIterator);
    }
    return iterators;
  });
}
