import { isDeepStrictEqual } from 'node:util';
import type { StartPosition } from '../../formats/position.ts';
import { isSequenceNumber } from '../../formats/sequenceNumber.ts';
import type { ShardChoice } from '../../protocol/webview/tail.ts';
import { TAIL_REPLAY_MAX_MS } from '../limits.ts';

/** What a person asks to tail. */
export interface TailTarget {
  readonly connectionName: string;
  readonly streamName: string;
  /** Default LATEST. */
  readonly position?: StartPosition;
  /** Default all. */
  readonly shards?: ShardChoice;
}

/** Everything that it takes to open a tail. */
export interface TailOpening extends Required<TailTarget> {
  readonly followsLatest: boolean;
}

export function openingOf(target: TailTarget): TailOpening {
  const { position = { type: 'LATEST' }, shards = 'all' } = target;
  return { ...target, position, shards, followsLatest: position.type === 'LATEST' };
}

/**
 * Whether an open tail is what is asked for, as it reads now: it may have been started again since.
 * Without a position any will do.
 */
export function isTailOf(state: TailOpening, target: TailTarget): boolean {
  const { position } = target;
  if (state.connectionName !== target.connectionName) return false;
  if (state.streamName !== target.streamName) return false;
  if (!isDeepStrictEqual(inOrder(state.shards), inOrder(target.shards ?? 'all'))) return false;
  if (!position) return true;
  return position.type === 'LATEST'
    ? state.followsLatest
    : isDeepStrictEqual(state.position, position);
}

function inOrder(shards: ShardChoice): ShardChoice {
  return shards === 'all' ? shards : [...shards].sort();
}

/**
 * Reads what a page kept of its tail; undefined when it is not one, for a page may keep anything.
 * The records that were shown went with the window, so a tail that followed the end starts where it
 * started then and shows them again, unless that is long ago.
 */
export function parseKeptTail(kept: unknown, nowMs: number): TailOpening | undefined {
  if (typeof kept !== 'object' || kept === null) return undefined;
  const { connectionName, streamName, position, shards, startedMs, followsLatest } = kept as Record<
    string,
    unknown
  >;
  if (typeof connectionName !== 'string' || typeof streamName !== 'string') return undefined;
  if (!isPosition(position) || !isShards(shards) || !isTime(startedMs)) return undefined;
  const follows = followsLatest === true || position.type === 'LATEST';
  const again = follows ? replay(position, { startedMs, nowMs }) : notAfter(position, nowMs);
  return { connectionName, streamName, shards, position: again, followsLatest: follows };
}

function replay(
  position: StartPosition,
  { startedMs, nowMs }: { startedMs: number; nowMs: number },
): StartPosition {
  const sinceMs = position.type === 'AT_TIMESTAMP' ? position.timestampMs : startedMs;
  const timestampMs = Math.max(sinceMs, nowMs - TAIL_REPLAY_MAX_MS);
  return notAfter({ type: 'AT_TIMESTAMP', timestampMs }, nowMs);
}

/** The clock may have been set back since. */
function notAfter(position: StartPosition, nowMs: number): StartPosition {
  if (position.type !== 'AT_TIMESTAMP') return position;
  return { ...position, timestampMs: Math.min(position.timestampMs, nowMs) };
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isSequence(value: unknown): value is string {
  return typeof value === 'string' && isSequenceNumber(value);
}

function isShards(value: unknown): value is ShardChoice {
  if (value === 'all') return true;
  return Array.isArray(value) && value.length > 0 && value.every((id) => typeof id === 'string');
}

function isPosition(value: unknown): value is StartPosition {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  switch (value.type) {
    case 'LATEST':
    case 'TRIM_HORIZON':
      return true;
    case 'AT_TIMESTAMP':
      return 'timestampMs' in value && isTime(value.timestampMs);
    case 'AT_SEQUENCE_NUMBER':
    case 'AFTER_SEQUENCE_NUMBER':
      return 'sequenceNumber' in value && isSequence(value.sequenceNumber);
    default:
      return false;
  }
}
