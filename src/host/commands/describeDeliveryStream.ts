import { prettyJson } from '../documents/recordText.ts';
import type { Command } from './command.ts';
import { deliveryStreamTarget } from './targets.ts';

export const describeDeliveryStream: Command = {
  id: 'kinesis.describeDeliveryStream',
  async run(context, argument) {
    const step = { title: 'Describe Delivery Stream' };
    const { entry, connect, name } = await deliveryStreamTarget(context, argument, step);
    const { deliveryStreams } = await connect();
    const description = await deliveryStreams.describeDeliveryStream(name, context.signal);
    await context.documents.show(
      [entry.name, `${name}.delivery-stream.json`],
      prettyJson(description),
    );
  },
};
