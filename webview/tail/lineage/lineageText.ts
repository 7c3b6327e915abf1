import type { LineageShard, LineageState } from '../../../src/protocol/webview/lineage.ts';
import { shortShardId } from '../../../src/formats/shardId.ts';
import { makeVisible } from '../../../src/formats/visibleText.ts';
import { formatBytes, plural } from '../text/format.ts';
import { dateTimeText, type TimeFace } from '../text/timeFormat.ts';
import { readShare } from './layout.ts';

const STATES: Readonly<Record<LineageState, string>> = {
  notChosen: 'not read by this tail',
  waiting: 'waits for its parents',
  reading: 'being read',
  stopped: 'stopped',
  ended: 'read to its end',
  failed: 'failed',
  expired: 'expired before it was read',
};

export function nameOf(shardId: string): string {
  return makeVisible(shortShardId(shardId));
}

export function stateOf({ state }: LineageShard): string {
  return STATES[state];
}

export function parentsText({ parentShardIds }: LineageShard): string {
  return parentShardIds.map(nameOf).join(' + ');
}

export function timeText(timeMs: number | undefined, times: TimeFace): string {
  return timeMs === undefined ? '–' : dateTimeText(timeMs, times, 'second');
}

export function shareText(shard: LineageShard, nowMs: number): string {
  const share = readShare(shard, nowMs);
  return share === undefined ? '–' : `${Math.round(share * 100)} %`;
}

export function hashText({ hashFrom, hashTo }: LineageShard): string {
  if (hashFrom === undefined || hashTo === undefined) return '–';
  return `${percent(hashFrom)} – ${percent(hashTo)} %`;
}

/** All of a shard in one sentence. */
export function shardText(shard: LineageShard, times: TimeFace): string {
  const { nowMs } = times;
  const parents = parentsText(shard);
  const parts = [
    `Shard ${nameOf(shard.shardId)}${parents && ` from ${parents}`}`,
    `hash keys ${hashText(shard)}`,
    `${timeText(shard.createdMs, times)} to ${shard.closedMs === undefined ? 'now' : timeText(shard.closedMs, times)}`,
    stateOf(shard),
  ];
  if (shard.state !== 'notChosen') {
    const read = `${plural(shard.recordsRead, 'record')}, ${formatBytes(shard.bytesRead)}`;
    parts.push(`${read}, ${shareText(shard, nowMs)} of its life`);
  }
  return parts.join(' · ');
}

function percent(share: number): string {
  return (share * 100).toFixed(1).replace('.0', '');
}
