import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { consumerName } from '../consumerAddress.ts';
import { describeConsumer } from '../consumerDescriptions.ts';
import { streamAddress } from '../inputShapes.ts';
import type { KinesisService } from '../service.ts';
import { findStream } from '../streamAddress.ts';
import { requireActive } from '../streamErrors.ts';
import { checkTags, tagMap } from '../tags.ts';

export const registerStreamConsumer = operation<KinesisService>()({
  name: 'RegisterStreamConsumer',
  input: shapes.structure({
    StreamARN: shapes.required(streamAddress.StreamARN),
    ConsumerName: shapes.required(consumerName),
    StreamId: streamAddress.StreamId,
    Tags: tagMap,
  }),

  async run(kinesis, input, caller) {
    const stream = findStream(kinesis, { StreamARN: input.StreamARN }, caller);
    if (stream.details.status !== 'UPDATING') requireActive(stream);
    const { ConsumerName: name, Tags: tags = {} } = input;
    checkTags(tags, { name, account: stream.account }, 'consumer');
    const consumer = await kinesis.consumers.register(stream, name, tags);
    return { Consumer: describeConsumer(consumer) };
  },
});
