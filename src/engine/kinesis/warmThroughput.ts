import { ON_DEMAND_SHARDS_DEFAULT, WARM_THROUGHPUT_MIB_PER_SECOND_MAX } from '../limits.ts';
import { AwsError } from '../wire/awsError.ts';
import type { Caller } from '../wire/operation.ts';
import type { Reshard } from './resharding.ts';
import type { KinesisService } from './service.ts';
import type { Stream, StreamMode } from './state.ts';

/** Throws AwsError where a stream of this mode, in this account, cannot be kept so warm. */
export function checkWarmThroughput(
  kinesis: KinesisService,
  caller: Caller,
  { mode, warmMiBps }: { mode: StreamMode; warmMiBps: number },
): void {
  if (mode !== 'ON_DEMAND') {
    throw new AwsError(
      'InvalidArgumentException',
      'WarmThroughputMiBps is only supported for streams in On-Demand mode.',
    );
  }
  if (!kinesis.accountSettings.isCommitted(caller)) {
    throw new AwsError(
      'InvalidArgumentException',
      `WarmThroughputMiBps is only supported when MinimumThroughputBillingCommitment is enabled for the account ${caller.account}.`,
    );
  }
  if (warmMiBps <= WARM_THROUGHPUT_MIB_PER_SECOND_MAX) return;
  throw new AwsError(
    'LimitExceededException',
    `WarmThroughputMiBps can be at most ${String(WARM_THROUGHPUT_MIB_PER_SECOND_MAX)}, not ${String(warmMiBps)}.`,
  );
}

/** The shards that write so much in a second: each takes 1 MiB. */
export function warmShardCount(warmMiBps: number): number {
  return Math.max(ON_DEMAND_SHARDS_DEFAULT, warmMiBps);
}

/** How an existing stream gets there; nothing when it has these shards. */
export function warmReshard(stream: Stream, warmMiBps: number): { reshard?: Reshard } {
  const shardCount = warmShardCount(warmMiBps);
  return shardCount === stream.routes.length ? {} : { reshard: { kind: 'scale', shardCount } };
}
