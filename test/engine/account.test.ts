import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  CreateStreamCommand,
  DescribeAccountSettingsCommand,
  DescribeLimitsCommand,
  DescribeStreamSummaryCommand,
  UpdateAccountSettingsCommand,
} from '@aws-sdk/client-kinesis';
import { HOUR_MS, KinesisWorld } from '../support/kinesisWorld.ts';
import { outcome } from '../support/outcome.ts';

describe('an account', () => {
  let world: KinesisWorld;

  beforeEach(async () => {
    world = await KinesisWorld.start();
  });
  afterEach(async () => {
    await world.stop();
  });

  const create = (StreamName: string, ShardCount?: number): Promise<string> =>
    outcome(
      world.client.send(
        new CreateStreamCommand({
          StreamName,
          ...(ShardCount === undefined ? {} : { ShardCount }),
        }),
      ),
    );

  it('sees its limits and what it uses of them', async () => {
    await create('provisioned', 3);
    await create('on-demand');
    const { $metadata: _, ...limits } = await world.client.send(new DescribeLimitsCommand({}));
    assert.deepEqual(limits, {
      ShardLimit: 20_000,
      OpenShardCount: 7,
      OnDemandStreamCount: 1,
      OnDemandStreamCountLimit: 50,
      ChannelCount: 0,
      ChannelCountLimit: limits.ChannelCountLimit,
    });
  });

  it('makes streams of its own: on-demand without a count, five at once, so many shards', async () => {
    const seen: string[] = [];
    for (let count = 0; count < 6; count += 1) seen.push(await create(`s${String(count)}`, 1));
    await world.clock.advance(1_000);
    seen.push(await create('many', 19_996));
    seen.push(await create('on-demand'));
    await world.clock.advance(1_000);
    const { StreamDescriptionSummary: made } = await world.client.send(
      new DescribeStreamSummaryCommand({ StreamName: 's0' }),
    );
    assert.deepEqual(
      [seen, made?.OpenShardCount],
      [
        [
          'done',
          'done',
          'done',
          'done',
          'done',
          'LimitExceededException: Cannot create more than 5 streams at once under account 000000000000: wait until some are ACTIVE.',
          'LimitExceededException: This request would exceed the shard limit for the account 000000000000 in us-east-1. Current shard count for the account: 5. Limit: 20000. Number of additional shards that would have resulted from this request: 19996. Refer to the AWS Service Limits page (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for current limits and how to request higher limits.',
          'done',
        ],
        1,
      ],
    );
  });

  it('has fifty on-demand streams at most', async () => {
    const seen = new Set<string>();
    for (let count = 0; count < 51; count += 1) {
      seen.add(await create(`s${String(count)}`));
      await world.clock.advance(1_000);
    }
    assert.deepEqual(
      [...seen],
      [
        'done',
        'LimitExceededException: This request would exceed the limit on the number of On-Demand streams for the account 000000000000 in us-east-1. Current On-Demand streams count: 50. Limit: 50.',
      ],
    );
  });

  it('commits itself for a day at least', async () => {
    const update = async (Status: 'ENABLED' | 'DISABLED'): Promise<unknown> => {
      const answer = await world.client.send(
        new UpdateAccountSettingsCommand({ MinimumThroughputBillingCommitment: { Status } }),
      );
      return answer.MinimumThroughputBillingCommitment;
    };
    const describe = async (): Promise<unknown> =>
      (await world.client.send(new DescribeAccountSettingsCommand({})))
        .MinimumThroughputBillingCommitment;
    const StartedAt = new Date(world.clock.nowMs());
    const EarliestAllowedEndAt = new Date(world.clock.nowMs() + 24 * HOUR_MS);
    const seen = [await describe(), await update('ENABLED')];
    await world.clock.leap(HOUR_MS);
    seen.push(await update('DISABLED'), await describe());
    await world.clock.leap(24 * HOUR_MS);
    seen.push(await describe(), await update('ENABLED'));
    assert.deepEqual(seen, [
      { Status: 'DISABLED' },
      { Status: 'ENABLED', StartedAt, EarliestAllowedEndAt },
      { Status: 'ENABLED_UNTIL_EARLIEST_ALLOWED_END', StartedAt, EarliestAllowedEndAt },
      { Status: 'ENABLED_UNTIL_EARLIEST_ALLOWED_END', StartedAt, EarliestAllowedEndAt },
      { Status: 'DISABLED', StartedAt, EndedAt: EarliestAllowedEndAt },
      {
        Status: 'ENABLED',
        StartedAt: new Date(StartedAt.getTime() + 25 * HOUR_MS),
        EarliestAllowedEndAt: new Date(StartedAt.getTime() + 49 * HOUR_MS),
      },
    ]);
  });
});
