import type { ReadAllowance } from '../../tail/reading/readBudget.ts';
import type { ReadingOptions } from '../../tail/reading/reading.ts';
import { type ConnectionEntry, endpointOf } from '../connections/connectionRegistry.ts';
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
 * What tails may take of a shard. Where others read too, as on AWS: as many reads as the settings
 * say, also while behind, and half of the shard's bytes with one read a second up to all of them
 * with five. On this machine the calls of a shard are the tail's own.
 */
export function readingOf(entry: ConnectionEntry | undefined, readsPerSecond: number): Reading {
  if (!entry || !isShared(entry)) {
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

/**
 * Whether others may read there too. Only what this machine serves is surely one's own: behind any
 * other endpoint, AWS may stand under a name of one's own network.
 */
export function isShared(entry: ConnectionEntry): boolean {
  if (entry.kind === 'local') return false;
  const endpoint = endpointOf(entry);
  if (endpoint === undefined || entry.production === true) return true;
  return !isLoopback(new URL(endpoint).hostname);
}

function isLoopback(hostname: string): boolean {
  return /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}
