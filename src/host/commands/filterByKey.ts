import type { Command } from './command.ts';

export const filterByKey: Command = {
  id: 'kinesis.filterByKey',
  run({ tails }) {
    tails.perform({ kind: 'filterBy', what: 'key' });
  },
};
