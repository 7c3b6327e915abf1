import type { TailStart } from '../../../src/formats/position.ts';
import type { FilterCounts } from '../../../src/protocol/webview/filter.ts';
import type {
  ShardMetrics,
  TailCounts,
  TailProgress,
  TailState,
} from '../../../src/protocol/webview/tail.ts';
import { unreachable } from '../../../src/base/errors.ts';
import type { Notice } from './describe.ts';
import { formatSpan, plural } from './format.ts';
import { lastingText, type TimeFace } from './timeFormat.ts';

/** All that tells why there are no rows. */
export interface TailSight {
  readonly state: TailState;
  readonly counts: TailCounts;
  readonly progress: TailProgress | undefined;
  readonly metrics: readonly Pick<ShardMetrics, 'recordsRead' | 'throttles' | 'state'>[];
}

/** What stands in the place of the rows while there are none: the one place that says why. */
export function whyEmpty(sight: TailSight, times: TimeFace): Notice | undefined {
  const { state, counts } = sight;
  if (counts.end > counts.first) return undefined;
  if (counts.filter && counts.windowRecords > 0) return noMatch(counts, counts.filter);
  const { phase } = state;
  switch (phase.name) {
    case 'held':
      return {
        kind: 'info',
        text: `Not reading: resume to read from ${state.connectionName} again.`,
        action: 'resume',
      };
    case 'connecting':
      return { kind: 'progress', text: `Connecting to ${state.streamName}…` };
    case 'paused':
      return whilePaused(counts);
    case 'ended':
      return afterEnd(state, phase.at !== undefined);
    case 'failed':
    case 'waiting':
      // The banner says what the matter is.
      return { kind: 'info', text: 'No records.' };
    case 'running':
      return whileReading(sight, times);
    default:
      return unreachable(phase);
  }
}

function noMatch(counts: TailCounts, { pending, errors, tooLarge = 0 }: FilterCounts): Notice {
  if (pending > 0) return { kind: 'progress', text: `Filtering ${plural(pending, 'record')}…` };
  const failed = errors > 0 ? ` ${plural(errors, 'record')} could not be judged.` : '';
  const are = tooLarge === 1 ? 'is' : 'are';
  const large = tooLarge > 0 ? ` ${plural(tooLarge, 'record')} ${are} too large to search.` : '';
  return {
    kind: 'info',
    text: `None of ${plural(counts.windowRecords, 'record')} matches the filter.${failed}${large}`,
    action: 'clearFilter',
  };
}

function whilePaused({ waiting }: TailCounts): Notice {
  const text =
    waiting > 0 ? `Paused. ${plural(waiting, 'record')} waiting.` : 'Paused. No records yet.';
  return { kind: 'info', text, action: 'resume' };
}

function afterEnd({ position, shards }: TailState, isBounded: boolean): Notice {
  const ofKey = keyText(shards);
  if (isBounded) {
    const text = `No records${ofKey} up to where the tail stopped.`;
    return withOtherShards({ kind: 'info', text }, shards);
  }
  if (position.type === 'TRIM_HORIZON') {
    const text = `The shards are closed and hold no records${ofKey}, or no longer.`;
    return withOtherShards({ kind: 'info', text }, shards);
  }
  return {
    kind: 'info',
    text: `The shards are closed and hold no records${ofKey} from there on.`,
    action: 'fromOldest',
  };
}

function whileReading({ state, progress, metrics }: TailSight, times: TimeFace): Notice {
  const ofKey = keyText(state.shards);
  const read = metrics.reduce((sum, { recordsRead }) => sum + recordsRead, 0);
  if (progress) {
    const left = `${formatSpan(progress.behindMs)} still to look through.`;
    const looked = ofKey && read > 0 ? `None of ${plural(read, 'record')} so far is` : 'No records';
    return { kind: 'progress', text: `${looked}${ofKey || ' there'}; ${left}` };
  }
  const throttles = metrics.reduce((sum, shard) => sum + shard.throttles, 0);
  if (throttles > 0 && metrics.every(({ state: shard }) => shard !== 'reading')) {
    const text = `The service slows the reading down (${plural(throttles, 'throttle')}). It goes on by itself.`;
    return { kind: 'progress', text };
  }
  if (ofKey && read > 0) {
    const text = `None of ${plural(read, 'record')} read is${ofKey}. Waiting for new ones.`;
    return orElsewhere({ kind: 'waiting', text }, state);
  }
  if (read > 0) return { kind: 'waiting', text: 'Cleared. Waiting for new records.' };
  return orElsewhere({ kind: 'waiting', text: noRecordsYet(state.position, ofKey, times) }, state);
}

/** Offers to look earlier first, and then in other shards. */
function orElsewhere(notice: Notice, { position, shards }: TailState): Notice {
  if (position.type !== 'TRIM_HORIZON') return { ...notice, action: 'fromOldest' };
  return withOtherShards(notice, shards);
}

function withOtherShards(notice: Notice, shards: TailState['shards']): Notice {
  if (shards === 'all' || !('kind' in shards) || shards.allShards === true) return notice;
  const text = `${notice.text} One with an explicit hash key may lie in another shard.`;
  return { ...notice, text, action: 'allShards' };
}

function keyText(shards: TailState['shards']): string {
  return shards !== 'all' && 'kind' in shards ? ` of the key ${shards.partitionKey}` : '';
}

function noRecordsYet(position: TailStart, ofKey: string, times: TimeFace): string {
  switch (position.type) {
    case 'LATEST':
      return `Waiting for new records${ofKey}. Earlier ones are not shown.`;
    case 'TRIM_HORIZON':
      return `No records${ofKey} in the stream yet.`;
    case 'AT_TIMESTAMP':
      return `No records${ofKey} since ${lastingText(position.timestampMs, times, 'second')} yet.`;
    case 'AT_SEQUENCE_NUMBER':
    case 'AFTER_SEQUENCE_NUMBER':
      return `No records${ofKey} from that sequence number on yet.`;
    case 'AFTER_SEQUENCE_NUMBERS':
      return `No records${ofKey} after those sequence numbers yet.`;
    default:
      return unreachable(position);
  }
}
