import { isDeepStrictEqual } from 'node:util';
import type { TailFilter } from '../../formats/filter.ts';
import { parseFilter, printFilter } from '../../formats/filterText.ts';
import type { TailEnd, TailStart } from '../../formats/position.ts';
import { isSequenceNumber } from '../../formats/sequenceNumber.ts';
import type { ShardChoice, TailState } from '../../protocol/webview/tail.ts';
import { KEPT_FILTER_CHARS_MAX, TAIL_REPLAY_MAX_MS } from '../limits.ts';

/** What a person asks to tail. */
export interface TailTarget {
  readonly connectionName: string;
  readonly streamName: string;
  /** Default LATEST. */
  readonly position?: TailStart;
  /** Default all. */
  readonly shards?: ShardChoice;
  /** Default none. */
  readonly end?: TailEnd | undefined;
  /** Default none; what is open already may have any. A tail with another filter is another tail. */
  readonly filter?: TailFilter;
}

/** Everything that it takes to open a tail. */
export interface TailOpening extends TailTarget {
  readonly position: TailStart;
  readonly shards: ShardChoice;
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
  if (!isDeepStrictEqual(state.end, target.end)) return false;
  if (target.filter && textOf(state.filter) !== textOf(target.filter)) return false;
  if (!position) return true;
  return position.type === 'LATEST'
    ? state.followsLatest
    : isDeepStrictEqual(state.position, position);
}

function textOf(filter: TailFilter | undefined): string {
  return filter ? printFilter(filter) : '';
}

function inOrder(shards: ShardChoice): ShardChoice {
  return shards === 'all' || 'kind' in shards ? shards : [...shards].sort();
}

/**
 * Reads what a page kept of its tail; undefined when it is not one, for a page may keep anything.
 * The records that were shown went with the window, so a tail that followed the end starts where it
 * started then and shows them again, unless that is long ago.
 */
export function parseKeptTail(kept: unknown, nowMs: number): TailOpening | undefined {
  if (typeof kept !== 'object' || kept === null) return undefined;
  const { connectionName, streamName, position, shards, startedMs, followsLatest, end } =
    kept as Record<string, unknown>;
  const filter = keptFilter((kept as Record<string, unknown>)['filter']);
  if (typeof connectionName !== 'string' || typeof streamName !== 'string') return undefined;
  if (!isPosition(position) || !isShards(shards) || !isTime(startedMs)) return undefined;
  const follows = followsLatest === true || position.type === 'LATEST';
  const again = follows ? replay(position, { startedMs, nowMs }) : notAfter(position, nowMs);
  const opening = {
    connectionName,
    streamName,
    shards,
    position: again,
    followsLatest: follows,
    ...(filter && { filter }),
  };
  return isEnd(end) ? { ...opening, end: sameEnd(end, startedMs) } : opening;
}

/** A filter that cannot be read is none: the tail comes back without it. */
function keptFilter(text: unknown): TailFilter | undefined {
  if (typeof text !== 'string' || text === '' || text.length > KEPT_FILTER_CHARS_MAX)
    return undefined;
  try {
    return parseFilter(text);
  } catch {
    return undefined;
  }
}

/** What a tail reads and shows now, to be opened once more. */
export function sameTail(state: TailState, nowMs: number): TailOpening | undefined {
  return parseKeptTail({ ...state, filter: printFilter(state.filter) }, nowMs);
}

/**
 * How a copy of a tail that is held begins once it is resumed; undefined for a tail that reads, whose
 * copy reads at once.
 */
export function heldCopyOf(state: TailState, nowMs: () => number): (() => TailOpening) | undefined {
  const opening = state.phase.name === 'held' ? sameTail(state, nowMs()) : undefined;
  return opening && (() => sameTail(state, nowMs()) ?? opening);
}

/** What was now when the tail started is a time by now. */
function sameEnd(end: TailEnd, startedMs: number): TailEnd {
  return end.type === 'NOW' ? { type: 'AT_TIMESTAMP', timestampMs: startedMs } : end;
}

function replay(
  position: TailStart,
  { startedMs, nowMs }: { startedMs: number; nowMs: number },
): TailStart {
  const sinceMs = position.type === 'AT_TIMESTAMP' ? position.timestampMs : startedMs;
  const timestampMs = Math.max(sinceMs, nowMs - TAIL_REPLAY_MAX_MS);
  return notAfter({ type: 'AT_TIMESTAMP', timestampMs }, nowMs);
}

/** The clock may have been set back since. */
function notAfter(position: TailStart, nowMs: number): TailStart {
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
  if (isObject(value) && value['kind'] === 'key') {
    const { partitionKey, allShards } = value;
    const isKey = typeof partitionKey === 'string' && partitionKey !== '';
    return isKey && (allShards === undefined || allShards === true);
  }
  return Array.isArray(value) && value.length > 0 && value.every((id) => typeof id === 'string');
}

function isPosition(value: unknown): value is TailStart {
  if (!isObject(value)) return false;
  switch (value['type']) {
    case 'LATEST':
    case 'TRIM_HORIZON':
      return true;
    case 'AT_TIMESTAMP':
      return isTime(value['timestampMs']);
    case 'AT_SEQUENCE_NUMBER':
    case 'AFTER_SEQUENCE_NUMBER':
      return isSequence(value['sequenceNumber']);
    case 'AFTER_SEQUENCE_NUMBERS': {
      const { sequenceNumbers } = value;
      return isObject(sequenceNumbers) && Object.values(sequenceNumbers).every(isSequence);
    }
    default:
      return false;
  }
}

function isEnd(value: unknown): value is TailEnd {
  if (!isObject(value)) return false;
  switch (value['type']) {
    case 'NOW':
      return true;
    case 'AT_TIMESTAMP':
      return isTime(value['timestampMs']);
    case 'COUNT':
      return Number.isSafeInteger(value['records']) && Number(value['records']) > 0;
    default:
      return false;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
