import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineCore, Part } from '../part.ts';
import { bindOperations } from '../wire/operation.ts';
import { S3Folder } from './destinations/s3Folder.ts';
import { createDeliveryStream } from './operations/createDeliveryStream.ts';
import { deleteDeliveryStream } from './operations/deleteDeliveryStream.ts';
import { describeDeliveryStream } from './operations/describeDeliveryStream.ts';
import { listDeliveryStreams } from './operations/listDeliveryStreams.ts';
import { putRecord } from './operations/putRecord.ts';
import { putRecordBatch } from './operations/putRecordBatch.ts';
import { FirehoseService } from './service.ts';

/**
 * Firehose: its registry of operations. Objects go to `s3/<bucket>/<key>` in the data directory; an
 * engine in memory writes them below a temporary folder, which it removes when it stops.
 */
export function firehosePart(core: EngineCore): Part {
  const temporaryDir =
    core.options.dataDir === undefined
      ? mkdtempSync(join(tmpdir(), 'kinesis-workbench-'))
      : undefined;
  const folder = new S3Folder(temporaryDir ?? core.options.dataDir ?? '');
  core.log.info(`firehose: objects go to ${folder.objectsDir}`);
  const service = new FirehoseService({
    ...core,
    objects: folder,
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
    async close() {
      await service.close();
      if (temporaryDir !== undefined) rmSync(temporaryDir, { recursive: true, force: true });
    },
  };
}
