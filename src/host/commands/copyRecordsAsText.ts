import type { Command } from './command.ts';

export const copyRecordsAsText: Command = {
  id: 'kinesis.copyRecordsAsText',
  run({ tails }) {
    tails.perform({ kind: 'copy', format: 'text' });
  },
};
