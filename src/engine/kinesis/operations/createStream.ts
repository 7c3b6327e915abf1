import { RECORD_KIB_DEFAULT, RECORD_KIB_MAX, RETENTION_HOURS_DEFAULT } from '../../limits.ts';
import { AwsError } from '../../wire/awsError.ts';
import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { streamModeDetails, streamName } from '../inputShapes.ts';
import type { KinesisService } from '../service.ts';

export const createStream = operation<KinesisService>()({
  name: 'CreateStream',
  input: shapes.structure({
    StreamName: shapes.required(streamName),
    ShardCount: shapes.integer({ min: 1 }),
    StreamModeDetails: streamModeDetails,
    Tags: shapes.map(
      shapes.string({ minLength: 1, maxLength: 128 }),
      shapes.string({ maxLength: 256 }),
      { minLength: 1, maxLength: 200 },
    ),
    WarmThroughputMiBps: shapes.integer({ min: 0 }),
    MaxRecordSizeInKiB: shapes.integer({ min: RECORD_KIB_DEFAULT, max: RECORD_KIB_MAX }),
    RecordDistributionStrategy: shapes.enumeration('AUTO', 'USER_PARTITION_KEY'),
  }),

  async run(kinesis, input, caller) {
    // With neither a mode nor a count the service makes an on-demand stream.
    const mode =
      input.StreamModeDetails?.StreamMode ??
      (input.ShardCount === undefined ? 'ON_DEMAND' : 'PROVISIONED');
    checkShardCount(mode, input.ShardCount);
    checkUnsupported(input);
    await kinesis.catalog.create({
      region: caller.region,
      name: input.StreamName,
      shardCount: input.ShardCount,
      details: {
        mode,
        retentionHours: RETENTION_HOURS_DEFAULT,
        recordKibMax: input.MaxRecordSizeInKiB ?? RECORD_KIB_DEFAULT,
        tags: input.Tags ?? {},
      },
    });
    return undefined;
  },
});

function checkShardCount(mode: 'PROVISIONED' | 'ON_DEMAND', shardCount: number | undefined): void {
  if (mode === 'ON_DEMAND' && shardCount !== undefined) {
    throw new AwsError(
      'ValidationException',
      'ShardCount must not be specified for a stream in On-Demand mode.',
    );
  }
  if (mode === 'PROVISIONED' && shardCount === undefined) {
    throw new AwsError(
      'ValidationException',
      'ShardCount must be specified for a stream in Provisioned mode.',
    );
  }
}

/** What the engine does not do yet is refused, never accepted and ignored. */
function checkUnsupported(input: {
  WarmThroughputMiBps?: number;
  RecordDistributionStrategy?: string;
}): void {
  if (input.WarmThroughputMiBps !== undefined) {
    throw new AwsError('InvalidArgumentException', 'The local engine has no warm throughput yet.');
  }
  if (input.RecordDistributionStrategy === 'AUTO') {
    throw new AwsError(
      'InvalidArgumentException',
      'The local engine has no RecordDistributionStrategy AUTO yet.',
    );
  }
}
