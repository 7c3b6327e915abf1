import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { consumerAddress, findConsumer } from '../consumerAddress.ts';
import { describeConsumer } from '../consumerDescriptions.ts';
import type { KinesisService } from '../service.ts';

export const describeStreamConsumer = operation<KinesisService>()({
  name: 'DescribeStreamConsumer',
  input: shapes.structure(consumerAddress),

  run(kinesis, input, caller) {
    const consumer = findConsumer(kinesis, input, caller);
    return {
      ConsumerDescription: { ...describeConsumer(consumer), StreamARN: consumer.stream.arn },
    };
  },
});
