import { SHARDS_PER_STREAM_MAX } from '../../limits.ts';
import { AwsError } from '../../wire/awsError.ts';
import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { streamAddress } from '../inputShapes.ts';
import { useDailyQuota } from '../quotas.ts';
import type { KinesisService } from '../service.ts';
import { findStream } from '../streamAddress.ts';
import { requireActive, requireProvisioned } from '../streamErrors.ts';

export const updateShardCount = operation<KinesisService>()({
  name: 'UpdateShardCount',
  input: shapes.structure({
    ...streamAddress,
    TargetShardCount: shapes.required(shapes.integer({ min: 1 })),
    ScalingType: shapes.required(shapes.enumeration('UNIFORM_SCALING')),
  }),

  async run(kinesis, input, caller) {
    const stream = findStream(kinesis, input, caller);
    requireProvisioned(stream);
    requireActive(stream);
    const current = stream.routes.length;
    const target = input.TargetShardCount;
    if (kinesis.limits) checkScaling(current, target);
    const used = useDailyQuota(stream, 'shardCountUpdates', {
      nowMs: kinesis.clock.nowMs(),
      limits: kinesis.limits,
    });
    await kinesis.catalog.update(stream, { reshard: { kind: 'scale', shardCount: target } }, used);
    return {
      StreamName: stream.name,
      CurrentShardCount: current,
      TargetShardCount: target,
      StreamARN: stream.arn,
    };
  },
});

function checkScaling(current: number, target: number): void {
  const counts = `Current open shard count: ${String(current)} Target shard count: ${String(target)}`;
  const refuse = (rule: string): never => {
    throw new AwsError('LimitExceededException', `UpdateShardCount cannot ${rule}. ${counts}`);
  };
  if (target > current * 2) refuse('scale up over double your current open shard count');
  if (target < current / 2) refuse('scale down below half your current open shard count');
  if (target > SHARDS_PER_STREAM_MAX) {
    refuse(`scale to more than ${String(SHARDS_PER_STREAM_MAX)} shards`);
  }
}
