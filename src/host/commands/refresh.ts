import { isTreeNode } from '../views/nodes.ts';
import type { Command } from './command.ts';

export const refresh: Command = {
  id: 'kinesis.refresh',
  run({ connections, tree, simulators }, argument) {
    const entry =
      isTreeNode(argument) && 'connection' in argument ? argument.connection : undefined;
    // New clients read the shared config files again, so that a new sign-in is seen.
    for (const { name } of entry ? [entry] : connections.all) connections.close(name);
    tree.refresh(entry);
    simulators.refresh();
  },
};
