import * as vscode from 'vscode';
import { type TreeNode, isTreeNode } from '../views/nodes.ts';
import type { Command } from './command.ts';
import { streamTarget } from './targets.ts';

export const copyName: Command = {
  id: 'kinesis.copyName',
  async run(context, argument) {
    const named = isTreeNode(argument) ? nameOf(argument) : undefined;
    const name = named ?? (await streamTarget(context, argument, { title: 'Copy Name' })).name;
    await vscode.env.clipboard.writeText(name);
    vscode.window.setStatusBarMessage(`Copied ${name}`, 3_000);
  },
};

function nameOf(node: TreeNode): string | undefined {
  if (node.type === 'stream') return node.stream.name;
  if (node.type === 'deliveryStream') return node.name;
  if (node.type === 'shard') return node.shard.shardId;
  if (node.type === 'connection') return node.connection.name;
  return undefined;
}
