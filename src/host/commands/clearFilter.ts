import type { Command } from './command.ts';

export const clearFilter: Command = {
  id: 'kinesis.clearFilter',
  run({ tree }) {
    tree.setFilter('');
  },
};
