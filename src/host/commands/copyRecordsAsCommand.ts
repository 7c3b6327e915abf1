import type { Command } from './command.ts';

export const copyRecordsAsCommand: Command = {
  id: 'kinesis.copyRecordsAsCommand',
  run({ tails }) {
    tails.perform({ kind: 'copy', format: 'command' });
  },
};
