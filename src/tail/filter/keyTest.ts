import type { RecordTest } from './recordTest.ts';

export function keyTest(partitionKeys: readonly string[]): RecordTest {
  const wanted = new Set(partitionKeys);
  return { cost: 'columns', holds: ({ partitionKey }) => wanted.has(partitionKey) };
}
