import type { EngineCore, Part } from '../part.ts';
import { bindOperations } from '../wire/operation.ts';
import { addTagsToStream } from './operations/addTagsToStream.ts';
import { createStream } from './operations/createStream.ts';
import { decreaseStreamRetentionPeriod } from './operations/decreaseStreamRetentionPeriod.ts';
import { deleteResourcePolicy } from './operations/deleteResourcePolicy.ts';
import { deleteStream } from './operations/deleteStream.ts';
import { deregisterStreamConsumer } from './operations/deregisterStreamConsumer.ts';
import { describeAccountSettings } from './operations/describeAccountSettings.ts';
import { describeLimits } from './operations/describeLimits.ts';
import { describeStream } from './operations/describeStream.ts';
import { describeStreamConsumer } from './operations/describeStreamConsumer.ts';
import { describeStreamSummary } from './operations/describeStreamSummary.ts';
import { disableEnhancedMonitoring } from './operations/disableEnhancedMonitoring.ts';
import { enableEnhancedMonitoring } from './operations/enableEnhancedMonitoring.ts';
import { getRecords } from './operations/getRecords.ts';
import { getResourcePolicy } from './operations/getResourcePolicy.ts';
import { getShardIterator } from './operations/getShardIterator.ts';
import { increaseStreamRetentionPeriod } from './operations/increaseStreamRetentionPeriod.ts';
import { listShards } from './operations/listShards.ts';
import { listStreamConsumers } from './operations/listStreamConsumers.ts';
import { listStreams } from './operations/listStreams.ts';
import { listTagsForResource } from './operations/listTagsForResource.ts';
import { listTagsForStream } from './operations/listTagsForStream.ts';
import { mergeShards } from './operations/mergeShards.ts';
import { putRecord } from './operations/putRecord.ts';
import { putRecords } from './operations/putRecords.ts';
import { putResourcePolicy } from './operations/putResourcePolicy.ts';
import { registerStreamConsumer } from './operations/registerStreamConsumer.ts';
import { removeTagsFromStream } from './operations/removeTagsFromStream.ts';
import { splitShard } from './operations/splitShard.ts';
import { startStreamEncryption } from './operations/startStreamEncryption.ts';
import { stopStreamEncryption } from './operations/stopStreamEncryption.ts';
import { subscribeToShard } from './operations/subscribeToShard.ts';
import { tagResource } from './operations/tagResource.ts';
import { untagResource } from './operations/untagResource.ts';
import { updateAccountSettings } from './operations/updateAccountSettings.ts';
import { updateMaxRecordSize } from './operations/updateMaxRecordSize.ts';
import { updateShardCount } from './operations/updateShardCount.ts';
import { updateStreamMode } from './operations/updateStreamMode.ts';
import { updateStreamRecordDistributionStrategy } from './operations/updateStreamRecordDistributionStrategy.ts';
import { updateStreamWarmThroughput } from './operations/updateStreamWarmThroughput.ts';

/** Kinesis Data Streams: its registry of operations. */
export function kinesisPart(core: EngineCore): Part {
  return {
    operations: bindOperations('Kinesis_20131202', core.kinesis, [
      addTagsToStream,
      createStream,
      decreaseStreamRetentionPeriod,
      deleteResourcePolicy,
      deleteStream,
      deregisterStreamConsumer,
      describeAccountSettings,
      describeLimits,
      describeStream,
      describeStreamConsumer,
      describeStreamSummary,
      disableEnhancedMonitoring,
      enableEnhancedMonitoring,
      getRecords,
      getResourcePolicy,
      getShardIterator,
      increaseStreamRetentionPeriod,
      listShards,
      listStreamConsumers,
      listStreams,
      listTagsForResource,
      listTagsForStream,
      mergeShards,
      putRecord,
      putRecords,
      putResourcePolicy,
      registerStreamConsumer,
      removeTagsFromStream,
      splitShard,
      startStreamEncryption,
      stopStreamEncryption,
      subscribeToShard,
      tagResource,
      untagResource,
      updateAccountSettings,
      updateMaxRecordSize,
      updateShardCount,
      updateStreamMode,
      updateStreamRecordDistributionStrategy,
      updateStreamWarmThroughput,
    ]),
    reset: () => {
      core.kinesis.consumers.clear();
    },
  };
}
