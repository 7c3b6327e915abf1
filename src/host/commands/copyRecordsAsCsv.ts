import type { Command } from './command.ts';

export const copyRecordsAsCsv: Command = {
  id: 'kinesis.copyRecordsAsCsv',
  run({ tails }) {
    tails.perform({ kind: 'copy', format: 'csv' });
  },
};
