import * as vscode from 'vscode';
import { isTreeNode } from '../views/nodes.ts';
import type { Command } from './command.ts';
import { deliveryStreamTarget, streamTarget } from './targets.ts';

export const copyArn: Command = {
  id: 'kinesis.copyArn',
  async run(context, argument) {
    const step = { title: 'Copy ARN' };
    let arn: string;
    if (isTreeNode(argument) && argument.type === 'deliveryStream') {
      const { connect, name } = await deliveryStreamTarget(context, argument, step);
      const { deliveryStreams } = await connect();
      const detail = await deliveryStreams.describeDeliveryStreamSummary(name, context.signal);
      arn = detail.arn;
    } else {
      const { connect, name } = await streamTarget(context, argument, step);
      const { streams } = await connect();
      arn = (await streams.describeStreamSummary(name, context.signal)).arn;
    }
    await vscode.env.clipboard.writeText(arn);
    vscode.window.setStatusBarMessage(`Copied ${arn}`, 3_000);
  },
};
