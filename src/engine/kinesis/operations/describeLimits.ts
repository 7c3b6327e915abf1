import { ON_DEMAND_STREAMS_MAX, SHARDS_PER_ACCOUNT_MAX } from '../../limits.ts';
import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { onDemandStreamCount, openShardCount } from '../quotas.ts';
import type { KinesisService } from '../service.ts';

export const describeLimits = operation<KinesisService>()({
  name: 'DescribeLimits',
  input: shapes.structure({}),

  run(kinesis, _input, caller) {
    const territory = kinesis.catalog.territory(caller);
    return {
      ShardLimit: SHARDS_PER_ACCOUNT_MAX,
      OpenShardCount: openShardCount(territory),
      OnDemandStreamCount: onDemandStreamCount(territory),
      OnDemandStreamCountLimit: ON_DEMAND_STREAMS_MAX,
      ChannelCount: kinesis.channels.countIn(caller),
      ChannelCountLimit: kinesis.channels.countMax,
    };
  },
});
