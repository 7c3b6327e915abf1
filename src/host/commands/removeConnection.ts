import { removeConnectionSetting } from '../config.ts';
import { ExpectedError } from '../../base/errors.ts';
import { askChoice, confirm } from '../input/prompts.ts';
import { isTreeNode } from '../views/nodes.ts';
import type { Command } from './command.ts';

export const removeConnection: Command = {
  id: 'kinesis.removeConnection',
  async run({ connections }, argument) {
    const removable = connections.all.filter(({ kind }) => kind !== 'local');
    if (removable.length === 0) {
      throw new ExpectedError('notFound', 'There is no connection that could be removed');
    }
    const name =
      isTreeNode(argument) && argument.type === 'connection'
        ? argument.connection.name
        : await askChoice(
            { title: 'Remove Connection' },
            'Connection',
            removable.map((entry) => ({ label: entry.name, value: entry.name })),
          );
    await confirm(
      `Remove the connection "${name}"?`,
      'Nothing is deleted on the service.',
      'Remove',
    );
    await removeConnectionSetting(name);
    connections.reload();
  },
};
