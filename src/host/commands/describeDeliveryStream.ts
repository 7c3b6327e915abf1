import { prettyJson } from '../documents/recordText.ts';
import type { Command } from './command.ts';
import { deliveryStreamTarget } from './targets.ts';

export const describeDeliveryStream: Command = {
  id: 'kinesis.describeDeliveryStream',
  async run(context, argument) {
    const step = { title: 'Describe Delivery Stream' };
    const { entry, connection, name } = await deliveryStreamTarget(context, argument, step);
    const description = await connection.deliveryStreams.describeDeliveryStream(
      name,
      context.signal,
    );
    await context.documents.show(
      [entry.name, `${name}.delivery-stream.json`],
      prettyJson(description),
    );
  },
};
