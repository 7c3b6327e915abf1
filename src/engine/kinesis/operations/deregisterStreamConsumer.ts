import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { consumerAddress, findConsumer } from '../consumerAddress.ts';
import type { KinesisService } from '../service.ts';

export const deregisterStreamConsumer = operation<KinesisService>()({
  name: 'DeregisterStreamConsumer',
  input: shapes.structure(consumerAddress),

  async run(kinesis, input, caller) {
    await kinesis.consumers.deregister(findConsumer(kinesis, input, caller));
    return undefined;
  },
});
