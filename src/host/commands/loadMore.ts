import type { TreeNode } from '../views/nodes.ts';
import type { Command } from './command.ts';

/** Run by the "Load more…" rows only. */
export const loadMore: Command = {
  id: 'kinesis.loadMore',
  async run({ tree }, argument) {
    await tree.loadMore(argument as TreeNode);
  },
};
