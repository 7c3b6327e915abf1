import { ConditionError, type RecordTest } from './recordTest.ts';

/** Arrival in [fromMs, toMs). */
export function timeTest(range: { fromMs?: number; toMs?: number }): RecordTest {
  const { fromMs = Number.NEGATIVE_INFINITY, toMs = Number.POSITIVE_INFINITY } = range;
  if (Number.isNaN(fromMs) || Number.isNaN(toMs)) throw new ConditionError('Enter a time.');
  if (toMs <= fromMs) throw new ConditionError('The end of the time is not after its start.');
  return {
    cost: 'columns',
    holds: ({ arrivalMs }) => arrivalMs >= fromMs && arrivalMs < toMs,
  };
}
