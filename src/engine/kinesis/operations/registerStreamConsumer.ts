import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { consumerName } from '../consumerAddress.ts';
import { describeConsumer } from '../consumerDescriptions.ts';
import { streamAddress } from '../inputShapes.ts';
import type { KinesisService } from '../service.ts';
import { findStream } from '../streamAddress.ts';
import { requireActive } from '../streamErrors.ts';

export const registerStreamConsumer = operation<KinesisService>()({
  name: 'RegisterStreamConsumer',
  input: shapes.structure({
    StreamARN: shapes.required(streamAddress.StreamARN),
    ConsumerName: shapes.required(consumerName),
    StreamId: streamAddress.StreamId,
    Tags: shapes.map(
      shapes.string({ minLength: 1, maxLength: 128 }),
      shapes.string({ maxLength: 256 }),
      { minLength: 1, maxLength: 200 },
    ),
  }),

  async run(kinesis, input, caller) {
    const stream = findStream(kinesis, { StreamARN: input.StreamARN }, caller);
    if (stream.details.status !== 'UPDATING') requireActive(stream);
    const consumer = await kinesis.consumers.register(stream, input.ConsumerName, input.Tags ?? {});
    return { Consumer: describeConsumer(consumer) };
  },
});
