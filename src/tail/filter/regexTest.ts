import type { RecordTest } from './recordTest.ts';
import { safePattern } from './safePattern.ts';

/** A pattern of RE2 in the key or the data. */
export function regexTest(pattern: string): RecordTest {
  const matches = safePattern(pattern);
  return {
    cost: 'text',
    holds: (candidate) => matches(candidate.partitionKey) || matches(candidate.text),
  };
}
