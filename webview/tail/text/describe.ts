import type { TailEnd, TailStart } from '../../../src/formats/position.ts';
import type { ShardChoice, TailCounts, TailState } from '../../../src/protocol/webview/tail.ts';
import { shortShardId } from '../../../src/formats/shardId.ts';
import { unreachable } from '../../../src/base/errors.ts';
import { formatBytes, formatCount, plural, shortSequenceNumber } from './format.ts';
import { lastingText, type TimeFace } from './timeFormat.ts';

/** Sentences that the page shows about where the tail stands: pure, so that each has a test. */
export function positionText(position: TailStart, times: TimeFace): string {
  switch (position.type) {
    case 'LATEST':
      return 'from latest';
    case 'TRIM_HORIZON':
      return 'from oldest';
    case 'AT_TIMESTAMP':
      return `from ${lastingText(position.timestampMs, times, 'second')}`;
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
export function endText(end: TailEnd | undefined, times: TimeFace): string {
  switch (end?.type) {
    case undefined:
      return '';
    case 'AT_TIMESTAMP':
      return `until ${lastingText(end.timestampMs, times, 'second')}`;
    case 'COUNT':
      return `until ${plural(end.records, 'record')}`;
    case 'NOW':
      return 'until now';
  }
}

export function shardsText(shards: ShardChoice, keyShardIds: readonly string[] = []): string {
  if (shards === 'all') return 'all shards';
  if ('kind' in shards) {
    const ids = shards.allShards === true ? 'all' : keyShardIds;
    const read = ids.length > 0 ? ` in ${shardsText(ids)}` : '';
    return `key ${shards.partitionKey}${read}`;
  }
  const [only] = shards;
  return shards.length === 1 && only !== undefined
    ? `shard ${shortShardId(only)}`
    : plural(shards.length, 'shard');
}

/** The same key, also where it does not hash to. */
export function inAllShards(shards: ShardChoice): ShardChoice {
  return shards !== 'all' && 'kind' in shards ? { ...shards, allShards: true } : 'all';
}

/** What the filter bar says of the window. */
export function countText(counts: TailCounts): string {
  const { filter, orderPending } = counts;
  const shown = counts.end - counts.first;
  const parts = filter
    ? [
        `${formatCount(shown)} of ${formatCount(counts.windowRecords)}`,
        `${(filter.filterMs / 1000).toFixed(1)} s`,
      ]
    : [plural(shown, 'record'), formatBytes(counts.windowBytes)];
  if (filter && filter.pending > 0) parts.push(`${formatCount(filter.pending)} to filter`);
  else if (orderPending !== undefined) parts.push(`${formatCount(orderPending)} to order`);
  if (filter && filter.errors > 0) parts.push(plural(filter.errors, 'error'));
  if (filter?.tooLarge !== undefined) {
    parts.push(`${plural(filter.tooLarge, 'record')} too large to search`);
  }
  if (counts.waiting > 0) parts.push(`${formatCount(counts.waiting)} waiting`);
  if (counts.dropped > 0) parts.push(`${formatCount(counts.dropped)} dropped`);
  return parts.join(' · ');
}

export interface Notice {
  /** `waiting` is for what may last for hours: unlike progress it does not move. */
  readonly kind: 'progress' | 'waiting' | 'info' | 'warning' | 'error';
  readonly text: string;
  readonly action?:
    | 'tryAgain'
    | 'resume'
    | 'goOn'
    | 'clearFilter'
    | 'fromOldest'
    | 'allShards'
    | 'openMaskingRules';
}

/** Whether there is something to resume. */
export function isPaused({ name }: TailState['phase']): boolean {
  return name === 'paused' || name === 'held';
}

/** The bar above the rows, for what needs saying even while rows are there. */
export function bannerOf(state: TailState, times: TimeFace): Notice | undefined {
  const { phase, masking } = state;
  if (masking.isOn && masking.problem !== undefined && phase.name !== 'failed') {
    const text = `Everything is hidden, because the masking rules cannot be used: ${masking.problem}`;
    return { kind: 'error', text, action: 'openMaskingRules' };
  }
  return phaseNotice(state, times);
}

function phaseNotice(state: TailState, times: TimeFace): Notice | undefined {
  const { phase } = state;
  switch (phase.name) {
    case 'held':
    case 'connecting':
    case 'running':
      return undefined;
    case 'paused':
      return phase.full ? fullNotice(state, phase.byItself === true) : undefined;
    case 'waiting':
      return { kind: 'progress', text: `${phase.message} Trying again…` };
    case 'ended':
      return endNotice(phase.at, times);
    case 'failed':
      return { kind: 'error', text: phase.message, action: 'tryAgain' };
    default:
      return unreachable(phase);
  }
}

function fullNotice(state: TailState, isByItself: boolean): Notice {
  const most = `${plural(state.windowRecordsMax, 'record')} or ${formatBytes(state.windowBytesMax)}`;
  const full = `The window is full (at most ${most})`;
  const text = isByItself
    ? `${full}, so the tail has paused. Resume to go on and drop the oldest, or clear the rows.`
    : `${full}, so reading waits. Nothing is lost.`;
  return { kind: 'warning', text, action: 'resume' };
}

function endNotice(at: TailEnd | undefined, times: TimeFace): Notice {
  switch (at?.type) {
    case undefined:
      return { kind: 'info', text: 'Every chosen shard is closed and has been read to its end.' };
    case 'AT_TIMESTAMP': {
      const text = `Stopped at ${lastingText(at.timestampMs, times, 'second')} as asked.`;
      return { kind: 'info', text, action: 'goOn' };
    }
    case 'COUNT':
      return {
        kind: 'info',
        text: `Stopped after ${plural(at.records, 'record')} as asked.`,
        action: 'goOn',
      };
    case 'NOW':
      return {
        kind: 'info',
        text: 'Stopped after what was there at the start, as asked.',
        action: 'goOn',
      };
  }
}
