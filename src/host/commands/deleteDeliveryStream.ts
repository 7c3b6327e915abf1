import type { Command } from './command.ts';
import { confirmDelete } from './deleteStream.ts';
import { deliveryStreamTarget } from './targets.ts';

export const deleteDeliveryStream: Command = {
  id: 'kinesis.deleteDeliveryStream',
  async run(context, argument) {
    const target = await deliveryStreamTarget(context, argument, {
      title: 'Delete Delivery Stream',
    });
    await confirmDelete(target, 'delivery stream', 'What it has not delivered yet is lost.');
    const { deliveryStreams } = await target.connect();
    await deliveryStreams.deleteDeliveryStream(target.name, context.signal);
    context.tree.refresh(target.entry);
  },
};
