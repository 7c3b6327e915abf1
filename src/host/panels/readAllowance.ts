import type { ReadAllowance } from '../../tail/readBudget.ts';
import type { ReadingOptions } from '../../tail/reading.ts';
import type { ConnectionEntry } from '../connections/connectionRegistry.ts';
import {
  POLL_INTERVAL_LOCAL_MS,
  READ_BYTES_PER_SECOND_HALF,
  READS_PER_SECOND_OF_SHARD,
} from '../limits.ts';

/** How much a tail polls, and what that spares. */
export interface Reading {
  readonly allowance: ReadAllowance;
  readonly pollIntervalMs: number;
  readonly push: NonNullable<ReadingOptions['push']>;
}

/**
 * What tails may take of a shard. On AWS production reads there too: as many reads as the settings
 * say, also while behind, and half of the shard's bytes with one read a second up to all of them
 * with five. Elsewhere the calls of a shard are the tail's own.
 */
export function readingOf(entry: ConnectionEntry | undefined, readsPerSecond: number): Reading {
  if (!entry || !isOnAws(entry)) {
    return {
      allowance: {
        readsPerSecond: READS_PER_SECOND_OF_SHARD,
        bytesPerSecond: Number.POSITIVE_INFINITY,
      },
      pollIntervalMs: POLL_INTERVAL_LOCAL_MS,
      // The local engine pushes unasked, since that costs nobody anything.
      push: { mode: 'push', isAutomatic: entry?.kind === 'local' },
    };
  }
  const more = (readsPerSecond - 1) / (READS_PER_SECOND_OF_SHARD - 1);
  return {
    allowance: { readsPerSecond, bytesPerSecond: READ_BYTES_PER_SECOND_HALF * (1 + more) },
    pollIntervalMs: 1_000 / readsPerSecond,
    push: { mode: 'enhancedFanOut', isAutomatic: false },
  };
}

/** Also through an endpoint of one's own network, which has its service's name. */
export function isOnAws(entry: ConnectionEntry): boolean {
  if (entry.kind !== 'endpoint') return entry.kind === 'aws';
  const { hostname } = new URL(entry.endpoint);
  return /\.amazonaws\.com(?:\.cn)?$/.test(hostname);
}
