import {
  DAILY_QUOTAS,
  type DailyQuota,
  DAY_MS,
  ON_DEMAND_STREAMS_MAX,
  SHARD_KEYS_MAX,
  SHARDS_PER_ACCOUNT_MAX,
  STREAMS_CREATING_MAX,
  STREAMS_MAX,
} from '../limits.ts';
import { AwsError } from '../wire/awsError.ts';
import type { Stream, StreamDetails } from './state.ts';
import { openShardsAfter } from './streamUpdates.ts';

/** The streams that share an account's quotas: those of one account in one region. */
export interface Territory {
  readonly account: string;
  readonly region: string;
  readonly streams: readonly Stream[];
}

/** What the engine itself can hold, with limits on or off. Throws AwsError. */
export function checkEngineBounds(held: { streams: number; shardKeys: number }): void {
  if (held.streams > STREAMS_MAX) {
    throw new AwsError(
      'LimitExceededException',
      `The engine holds at most ${String(STREAMS_MAX)} streams.`,
    );
  }
  if (held.shardKeys > SHARD_KEYS_MAX) {
    throw new AwsError(
      'LimitExceededException',
      `The engine holds at most ${String(SHARD_KEYS_MAX)} shards.`,
    );
  }
}

export function checkCreating(territory: Territory): void {
  const creating = territory.streams.filter((stream) => stream.details.status === 'CREATING');
  if (creating.length < STREAMS_CREATING_MAX) return;
  throw new AwsError(
    'LimitExceededException',
    `Cannot create more than ${String(STREAMS_CREATING_MAX)} streams at once under account ${territory.account}: wait until some are ACTIVE.`,
  );
}

export function openShardCount(territory: Territory): number {
  return territory.streams.reduce((sum, stream) => sum + stream.routes.length, 0);
}

/** Open shards, and those that streams are about to have. */
function promisedShardCount(territory: Territory): number {
  return territory.streams.reduce((sum, stream) => {
    const reshard = stream.details.pending?.reshard;
    return sum + (reshard === undefined ? stream.routes.length : openShardsAfter(stream, reshard));
  }, 0);
}

export function checkShardQuota(territory: Territory, additional: number): void {
  const open = promisedShardCount(territory);
  if (additional <= 0 || open + additional <= SHARDS_PER_ACCOUNT_MAX) return;
  throw new AwsError(
    'LimitExceededException',
    `This request would exceed the shard limit for the account ${territory.account} in ${territory.region}. Current shard count for the account: ${String(open)}. Limit: ${String(SHARDS_PER_ACCOUNT_MAX)}. Number of additional shards that would have resulted from this request: ${String(additional)}. Refer to the AWS Service Limits page (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for current limits and how to request higher limits.`,
  );
}

export function onDemandStreamCount(territory: Territory): number {
  return territory.streams.filter((stream) => stream.details.mode === 'ON_DEMAND').length;
}

export function checkOnDemandQuota(territory: Territory): void {
  const count = onDemandStreamCount(territory);
  if (count < ON_DEMAND_STREAMS_MAX) return;
  throw new AwsError(
    'LimitExceededException',
    `This request would exceed the limit on the number of On-Demand streams for the account ${territory.account} in ${territory.region}. Current On-Demand streams count: ${String(count)}. Limit: ${String(ON_DEMAND_STREAMS_MAX)}.`,
  );
}

/**
 * The details with one more use of a quota that counts a rolling day. Throws AwsError when the day's
 * uses are spent and `limits` are on. Never more uses are kept than the quota allows.
 */
export function useDailyQuota(
  stream: Stream,
  quota: DailyQuota,
  options: { nowMs: number; limits: boolean },
): Pick<StreamDetails, 'usedMs'> {
  const { nowMs, limits } = options;
  const { max, of } = DAILY_QUOTAS[quota];
  const before = stream.details.usedMs ?? {};
  const today = (before[quota] ?? []).filter((usedMs) => usedMs > nowMs - DAY_MS);
  if (limits && today.length >= max) {
    throw new AwsError(
      'LimitExceededException',
      `${of} of stream ${stream.name} under account ${stream.account} are limited to ${String(max)} in a rolling 24-hour period.`,
    );
  }
  return { usedMs: { ...before, [quota]: [...today, nowMs].slice(-max) } };
}
