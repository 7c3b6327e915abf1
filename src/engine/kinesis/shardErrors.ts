import { ITERATOR_MS_MAX } from '../limits.ts';
import { AwsError } from '../wire/awsError.ts';
import type { Shard, Stream } from './state.ts';

/** What the service says of a shard that is too busy, in its words. */
export function rateExceededText(stream: Stream, shard: Shard): string {
  return `Rate exceeded for shard ${shard.id} in stream ${stream.name} under account ${stream.account}.`;
}

export function rateExceeded(stream: Stream, shard: Shard): AwsError {
  return new AwsError('ProvisionedThroughputExceededException', rateExceededText(stream, shard));
}

export function iteratorExpired(issuedMs: number, nowMs: number): AwsError {
  return new AwsError(
    'ExpiredIteratorException',
    `Iterator expired. The iterator was created at time ${utc(issuedMs)} while right now it is ${utc(nowMs)} which is further in the future than the tolerated delay of ${String(ITERATOR_MS_MAX)} milliseconds.`,
  );
}

/** As Java prints it: Thu Jan 22 01:22:02 UTC 2015. */
function utc(epochMs: number): string {
  const [weekday, day, month, year, time] = new Date(epochMs).toUTCString().split(/,? /);
  return [weekday, month, day, time, 'UTC', year].join(' ');
}
