import * as vscode from 'vscode';
import { confirm } from '../input/prompts.ts';
import { DELIVERY_RECORD_BYTES_MAX } from '../limits.ts';
import type { Command } from './command.ts';
import { confirmPut } from './confirmPut.ts';
import { offer } from './offer.ts';
import { askPayload } from './payload.ts';
import { deliveryStreamTarget } from './targets.ts';

const TITLE = 'Put Record to Delivery Stream';

export const putDeliveryRecord: Command = {
  id: 'kinesis.putDeliveryRecord',
  async run(context, argument) {
    const target = await deliveryStreamTarget(context, argument, { title: TITLE });
    const { connect, name } = target;
    const data = await askPayload({ title: `Put Record to ${name}` }, DELIVERY_RECORD_BYTES_MAX);
    await confirmPut(target, 'delivery stream', confirm);
    const { deliveryStreams } = await connect();
    const { recordId } = await deliveryStreams.putRecord(name, data, context.signal);
    offer(context, `Put to the delivery stream ${name}`, {
      'Copy Record Id': () => vscode.env.clipboard.writeText(recordId),
    });
  },
};
