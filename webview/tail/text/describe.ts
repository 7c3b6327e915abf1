import type { FilterCounts } from '../../../src/protocol/webview/filter.ts';
import type { TailEnd, TailStart } from '../../../src/formats/position.ts';
import type { ShardChoice, TailCounts, TailState } from '../../../src/protocol/webview/tail.ts';
import { shortShardId } from '../../../src/formats/shardId.ts';
import { unreachable } from '../../../src/base/errors.ts';
import { formatBytes, formatCount, formatDateTime, plural, shortSequenceNumber } from './format.ts';

/** Sentences that the page shows about where the tail stands: pure, so that each has a test. */
export function positionText(position: TailStart): string {
  switch (position.type) {
    case 'LATEST':
      return 'from latest';
    case 'TRIM_HORIZON':
      return 'from oldest';
    case 'AT_TIMESTAMP':
      return `from ${formatDateTime(position.timestampMs).slice(0, 19)}`;
    case 'AT_SEQUENCE_NUMBER':
      return `at ${shortSequenceNumber(position.sequenceNumber)}`;
    case 'AFTER_SEQUENCE_NUMBER':
      return `after ${shortSequenceNumber(position.sequenceNumber)}`;
    case 'AFTER_SEQUENCE_NUMBERS':
      return `after ${plural(Object.keys(position.sequenceNumbers).length, 'sequence number')}`;
    default:
      return unreachable(position);
  }
}

/** Empty when there is none. */
export function endText(end: TailEnd | undefined): string {
  switch (end?.type) {
    case undefined:
      return '';
    case 'AT_TIMESTAMP':
      return `until ${formatDateTime(end.timestampMs).slice(0, 19)}`;
    case 'COUNT':
      return `until ${plural(end.records, 'record')}`;
    case 'NOW':
      return 'until now';
  }
}

export function shardsText(shards: ShardChoice): string {
  if (shards === 'all') return 'all shards';
  if ('kind' in shards) return `key ${shards.partitionKey}`;
  const [only] = shards;
  return shards.length === 1 && only !== undefined
    ? `shard ${shortShardId(only)}`
    : plural(shards.length, 'shard');
}

/** What the filter bar says of the window. */
export function countText(counts: TailCounts): string {
  const { filter } = counts;
  const shown = counts.end - counts.first;
  const parts = filter
    ? [
        `${formatCount(shown)} of ${formatCount(counts.windowRecords)}`,
        `${(filter.filterMs / 1000).toFixed(1)} s`,
      ]
    : [plural(shown, 'record'), formatBytes(counts.windowBytes)];
  if (filter && filter.pending > 0) parts.push(`${formatCount(filter.pending)} to filter`);
  if (filter && filter.errors > 0) parts.push(plural(filter.errors, 'error'));
  if (counts.waiting > 0) parts.push(`${formatCount(counts.waiting)} waiting`);
  if (counts.dropped > 0) parts.push(`${formatCount(counts.dropped)} dropped`);
  return parts.join(' · ');
}

export interface Notice {
  readonly kind: 'progress' | 'info' | 'warning' | 'error';
  readonly text: string;
  readonly action?: 'tryAgain' | 'resume' | 'clearFilter';
}

/** The bar above the rows, for what needs saying even while rows are there. */
export function bannerOf(state: TailState): Notice | undefined {
  const { phase } = state;
  switch (phase.name) {
    case 'connecting':
    case 'running':
      return undefined;
    case 'paused':
      return phase.full
        ? {
            kind: 'warning',
            text: `The window of ${plural(state.windowRecordsMax, 'record')} is full, so reading waits. Nothing is lost.`,
            action: 'resume',
          }
        : undefined;
    case 'waiting':
      return { kind: 'progress', text: `${phase.message} Trying again…` };
    case 'ended':
      return { kind: 'info', text: 'Every chosen shard is closed and has been read to its end.' };
    case 'failed':
      return { kind: 'error', text: phase.message, action: 'tryAgain' };
    default:
      return unreachable(phase);
  }
}

/** What stands in the place of the rows while there are none. */
export function emptyNotice(state: TailState, counts: TailCounts): Notice | undefined {
  if (counts.end > counts.first) return undefined;
  if (state.phase.name === 'connecting') {
    return { kind: 'progress', text: `Connecting to ${state.streamName}…` };
  }
  if (counts.filter && counts.windowRecords > 0) return noMatch(counts, counts.filter);
  if (state.phase.name === 'failed') return { kind: 'info', text: 'No records.' };
  if (state.phase.name === 'paused') {
    return counts.waiting > 0
      ? {
          kind: 'info',
          text: `Paused. ${plural(counts.waiting, 'record')} waiting.`,
          action: 'resume',
        }
      : { kind: 'info', text: 'Paused. No records yet.', action: 'resume' };
  }
  if (state.phase.name === 'ended') return { kind: 'info', text: 'The shards held no records.' };
  return { kind: 'progress', text: noRecordsYet(state.position) };
}

function noMatch(counts: TailCounts, { pending, errors }: FilterCounts): Notice {
  if (pending > 0) return { kind: 'progress', text: `Filtering ${plural(pending, 'record')}…` };
  const failed = errors > 0 ? ` ${plural(errors, 'record')} could not be judged.` : '';
  return {
    kind: 'info',
    text: `None of ${plural(counts.windowRecords, 'record')} matches the filter.${failed}`,
    action: 'clearFilter',
  };
}

function noRecordsYet(position: TailStart): string {
  switch (position.type) {
    case 'LATEST':
      return 'Waiting for new records. Earlier ones are not shown: start from oldest to see them.';
    case 'TRIM_HORIZON':
      return 'No records in the stream yet.';
    case 'AT_TIMESTAMP':
      return `No records since ${formatDateTime(position.timestampMs).slice(0, 19)} yet.`;
    case 'AT_SEQUENCE_NUMBER':
    case 'AFTER_SEQUENCE_NUMBER':
    case 'AFTER_SEQUENCE_NUMBERS':
      return 'No records from that sequence number on yet.';
    default:
      return unreachable(position);
  }
}
