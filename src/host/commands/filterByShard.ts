import type { Command } from './command.ts';

export const filterByShard: Command = {
  id: 'kinesis.filterByShard',
  run({ tails }) {
    tails.perform({ kind: 'filterBy', what: 'shard' });
  },
};
