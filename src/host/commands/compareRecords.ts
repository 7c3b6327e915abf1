import type { Command } from './command.ts';

export const compareRecords: Command = {
  id: 'kinesis.compareRecords',
  run({ tails }) {
    tails.perform({ kind: 'compare' });
  },
};
