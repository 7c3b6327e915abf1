import type { RecordTest } from './recordTest.ts';

export function shardTest(shardIds: readonly string[]): RecordTest {
  const wanted = new Set(shardIds);
  return { cost: 'columns', holds: ({ shardId }) => wanted.has(shardId) };
}
