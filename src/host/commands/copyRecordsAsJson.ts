import type { Command } from './command.ts';

export const copyRecordsAsJson: Command = {
  id: 'kinesis.copyRecordsAsJson',
  run({ tails }) {
    tails.perform({ kind: 'copy', format: 'json' });
  },
};
