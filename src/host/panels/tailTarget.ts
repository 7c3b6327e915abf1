import type { ShardChoice, StartPosition } from '../../protocol/webview/tail.ts';

/** What a tail reads; everything that it takes to open it again. */
export interface TailTarget {
  readonly connectionName: string;
  readonly streamName: string;
  /** Default LATEST. */
  readonly position?: StartPosition;
  /** Default all. */
  readonly shards?: ShardChoice;
}

/** Reads what a page kept; undefined when it is not a target, for a page may keep anything. */
export function parseTailTarget(text: unknown): Required<TailTarget> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(String(text));
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { connectionName, streamName, position, shards } = value as Record<string, unknown>;
  if (typeof connectionName !== 'string' || typeof streamName !== 'string') return undefined;
  const isShards =
    shards === 'all' || (Array.isArray(shards) && shards.every((id) => typeof id === 'string'));
  if (!isPosition(position) || !isShards) return undefined;
  return { connectionName, streamName, position, shards: shards as ShardChoice };
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

/**
 * Where to start when the window was reloaded. The records that were shown went with the window;
 * a tail that followed the end starts where it started then, so that it shows them again.
 */
export function positionAfterReload(position: StartPosition, startedMs: number): StartPosition {
  return position.type === 'LATEST' ? { type: 'AT_TIMESTAMP', timestampMs: startedMs } : position;
}
