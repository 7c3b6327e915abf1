import type { Command } from './command.ts';

export const addColumn: Command = {
  id: 'kinesis.addColumn',
  run({ tails }) {
    tails.perform({ kind: 'addColumn' });
  },
};
