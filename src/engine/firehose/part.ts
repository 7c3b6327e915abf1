import { randomUUID } from 'node:crypto';
import type { EngineCore, Part } from '../part.ts';
import { bindOperations } from '../wire/operation.ts';
import { createDeliveryStream } from './operations/createDeliveryStream.ts';
import { deleteDeliveryStream } from './operations/deleteDeliveryStream.ts';
import { describeDeliveryStream } from './operations/describeDeliveryStream.ts';
import { listDeliveryStreams } from './operations/listDeliveryStreams.ts';
import { putRecord } from './operations/putRecord.ts';
import { putRecordBatch } from './operations/putRecordBatch.ts';
import { FirehoseService } from './service.ts';

/** Firehose: its registry of operations. Objects go to the engine's folder that stands for S3. */
export function firehosePart(core: EngineCore): Part {
  const service = new FirehoseService({
    ...core,
    uuid: randomUUID,
    account: core.options.account,
    transitionMs: core.options.transitionMs,
  });
  return {
    operations: bindOperations('Firehose_20150804', service, [
      createDeliveryStream,
      deleteDeliveryStream,
      describeDeliveryStream,
      listDeliveryStreams,
      putRecord,
      putRecordBatch,
    ]),
    deliveryStreamCount: () => service.size,
    reset: () => service.reset(),
    close: () => service.close(),
  };
}
