import type { Command } from './command.ts';

export const filterByValue: Command = {
  id: 'kinesis.filterByValue',
  run({ tails }) {
    tails.perform({ kind: 'filterBy', what: 'value' });
  },
};
