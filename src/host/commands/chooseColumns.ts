import type { Command } from './command.ts';

export const chooseColumns: Command = {
  id: 'kinesis.chooseColumns',
  run({ tails }) {
    tails.perform({ kind: 'chooseColumns' });
  },
};
