import type { ReadAllowance } from '../../../src/tail/reading/readBudget.ts';
import { ReadScheduler, type TailReads } from '../../../src/tail/reading/readScheduler.ts';
import type { FakeClock } from '../../support/fakeClock.ts';

/** What the local engine allows. */
const FIVE_READS: ReadAllowance = { readsPerSecond: 5, bytesPerSecond: Number.POSITIVE_INFINITY };

/** A tail's part of a scheduler of its own; whoever makes it need not dispose of it. */
export function readsOf(
  clock: FakeClock,
  options: { readonly concurrentReadsMax?: number; readonly allowance?: ReadAllowance } = {},
): TailReads {
  const { allowance = FIVE_READS } = options;
  const scheduler = new ReadScheduler({ clock, ...options });
  return scheduler.join({ connectionName: 'Local engine', streamName: 'trucks', allowance });
}
