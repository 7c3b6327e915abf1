import { RECORD_KIB_DEFAULT, RECORD_KIB_MAX, RETENTION_HOURS_DEFAULT } from '../../limits.ts';
import { AwsError } from '../../wire/awsError.ts';
import { type Caller, operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { recordDistribution, streamModeDetails, streamName } from '../inputShapes.ts';
import type { KinesisService } from '../service.ts';
import type { RecordDistribution, StreamMode } from '../state.ts';
import type { NewStream } from '../streamCatalog.ts';
import { checkTags, tagMap } from '../tags.ts';
import { checkWarmThroughput, warmShardCount } from '../warmThroughput.ts';

export const createStream = operation<KinesisService>()({
  name: 'CreateStream',
  input: shapes.structure({
    ShardCount: shapes.integer({ min: 1 }),
    StreamName: shapes.required(streamName),
    StreamModeDetails: streamModeDetails,
    Tags: tagMap,
    WarmThroughputMiBps: shapes.integer({ min: 0 }),
    MaxRecordSizeInKiB: shapes.integer({ min: RECORD_KIB_DEFAULT, max: RECORD_KIB_MAX }),
    RecordDistributionStrategy: recordDistribution,
  }),

  async run(kinesis, input, caller) {
    await kinesis.catalog.create(newStream(kinesis, input, caller));
    return undefined;
  },
});

/** What to make; the engine's own callers may add what no parameter says. Throws AwsError. */
export function newStream(
  kinesis: KinesisService,
  input: shapes.Value<(typeof createStream)['input']>,
  caller: Caller,
): NewStream {
  // With neither a mode nor a count the service makes an on-demand stream.
  const mode =
    input.StreamModeDetails?.StreamMode ??
    (input.ShardCount === undefined ? 'ON_DEMAND' : 'PROVISIONED');
  checkShardCount(mode, input.ShardCount);
  checkModeOptions(mode, input);
  checkTags(input.Tags ?? {}, { name: input.StreamName, account: caller.account });
  const warmMiBps = input.WarmThroughputMiBps;
  if (warmMiBps !== undefined) checkWarmThroughput(kinesis, caller, { mode, warmMiBps });
  return {
    ...caller,
    name: input.StreamName,
    shardCount: input.ShardCount ?? warmShardCount(warmMiBps ?? 0),
    details: {
      mode,
      retentionHours: RETENTION_HOURS_DEFAULT,
      recordKibMax: input.MaxRecordSizeInKiB ?? RECORD_KIB_DEFAULT,
      tags: input.Tags ?? {},
      ...(warmMiBps === undefined ? {} : { warmThroughputMiBps: warmMiBps }),
      ...(input.RecordDistributionStrategy === undefined
        ? {}
        : { recordDistribution: input.RecordDistributionStrategy }),
    },
  };
}

function checkShardCount(mode: StreamMode, shardCount: number | undefined): void {
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

function checkModeOptions(
  mode: StreamMode,
  options: { readonly RecordDistributionStrategy?: RecordDistribution },
): void {
  if (mode === 'ON_DEMAND' || options.RecordDistributionStrategy !== 'AUTO') return;
  throw new AwsError(
    'InvalidArgumentException',
    'RecordDistributionStrategy AUTO is only supported for streams in On-Demand mode.',
  );
}
