import type { Command } from './command.ts';

export const openRecord: Command = {
  id: 'kinesis.openRecord',
  run({ tails }) {
    tails.perform({ kind: 'open' });
  },
};
