import type { StartPosition } from '../../formats/position.ts';
import type { ShardChoice } from '../../protocol/webview/tail.ts';

/** What a tail reads; everything that it takes to open it again. */
export interface TailTarget {
  readonly connectionName: string;
  readonly streamName: string;
  /** Default LATEST. */
  readonly position?: StartPosition;
  /** Default all. */
  readonly shards?: ShardChoice;
}

/**
 * Reads what a page kept of its tail; undefined when it is not one, for a page may keep anything.
 * The records that were shown went with the window, so a tail that followed the end starts where it
 * started then and shows them again.
 */
export function parseKeptTail(kept: unknown): Required<TailTarget> | undefined {
  if (typeof kept !== 'object' || kept === null) return undefined;
  const { connectionName, streamName, position, shards, startedMs } = kept as Record<
    string,
    unknown
  >;
  if (typeof connectionName !== 'string' || typeof streamName !== 'string') return undefined;
  if (!isPosition(position) || !isShards(shards) || !Number.isFinite(startedMs)) return undefined;
  return { connectionName, streamName, shards, position: again(position, startedMs as number) };
}

function again(position: StartPosition, startedMs: number): StartPosition {
  return position.type === 'LATEST' ? { type: 'AT_TIMESTAMP', timestampMs: startedMs } : position;
}

function isShards(value: unknown): value is ShardChoice {
  return value === 'all' || (Array.isArray(value) && value.every((id) => typeof id === 'string'));
}

function isPosition(value: unknown): value is StartPosition {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  switch (value.type) {
    case 'LATEST':
    case 'TRIM_HORIZON':
      return true;
    case 'AT_TIMESTAMP':
      return 'timestampMs' in value && Number.isFinite(value.timestampMs);
    case 'AT_SEQUENCE_NUMBER':
    case 'AFTER_SEQUENCE_NUMBER':
      return 'sequenceNumber' in value && typeof value.sequenceNumber === 'string';
    default:
      return false;
  }
}
