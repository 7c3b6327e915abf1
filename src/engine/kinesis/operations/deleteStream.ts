import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { streamAddress } from '../inputShapes.ts';
import type { KinesisService } from '../service.ts';
import { findStream } from '../streamAddress.ts';

export const deleteStream = operation<KinesisService>()({
  name: 'DeleteStream',
  input: shapes.structure({ ...streamAddress, EnforceConsumerDeletion: shapes.boolean() }),

  async run(kinesis, input, caller) {
    await kinesis.catalog.delete(findStream(kinesis, input, caller));
    return undefined;
  },
});
