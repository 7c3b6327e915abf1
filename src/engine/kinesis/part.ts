import type { EngineCore, Part } from '../part.ts';
import { bindOperations } from '../wire/operation.ts';
import { createStream } from './operations/createStream.ts';
import { deleteStream } from './operations/deleteStream.ts';
import { deregisterStreamConsumer } from './operations/deregisterStreamConsumer.ts';
import { describeStream } from './operations/describeStream.ts';
import { describeStreamConsumer } from './operations/describeStreamConsumer.ts';
import { describeStreamSummary } from './operations/describeStreamSummary.ts';
import { getRecords } from './operations/getRecords.ts';
import { getShardIterator } from './operations/getShardIterator.ts';
import { listShards } from './operations/listShards.ts';
import { listStreamConsumers } from './operations/listStreamConsumers.ts';
import { listStreams } from './operations/listStreams.ts';
import { putRecord } from './operations/putRecord.ts';
import { putRecords } from './operations/putRecords.ts';
import { registerStreamConsumer } from './operations/registerStreamConsumer.ts';

/** Kinesis Data Streams: its registry of operations. */
export function kinesisPart(core: EngineCore): Part {
  return {
    operations: bindOperations('Kinesis_20131202', core.kinesis, [
      createStream,
      deleteStream,
      deregisterStreamConsumer,
      describeStream,
      describeStreamConsumer,
      describeStreamSummary,
      getRecords,
      getShardIterator,
      listShards,
      listStreamConsumers,
      listStreams,
      putRecord,
      putRecords,
      registerStreamConsumer,
    ]),
    reset: () => {
      core.kinesis.consumers.clear();
    },
  };
}
