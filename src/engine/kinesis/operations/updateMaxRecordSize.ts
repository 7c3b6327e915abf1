import { RECORD_KIB_DEFAULT, RECORD_KIB_MAX } from '../../limits.ts';
import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { streamAddress } from '../inputShapes.ts';
import type { KinesisService } from '../service.ts';
import { findStream } from '../streamAddress.ts';

export const updateMaxRecordSize = operation<KinesisService>()({
  name: 'UpdateMaxRecordSize',
  input: shapes.structure({
    StreamARN: streamAddress.StreamARN,
    StreamId: streamAddress.StreamId,
    MaxRecordSizeInKiB: shapes.required(
      shapes.integer({ min: RECORD_KIB_DEFAULT, max: RECORD_KIB_MAX }),
    ),
  }),

  async run(kinesis, input, caller) {
    const stream = findStream(kinesis, input, caller);
    await kinesis.catalog.update(stream, { details: { recordKibMax: input.MaxRecordSizeInKiB } });
    return undefined;
  },
});
