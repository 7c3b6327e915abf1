import type { Command } from './command.ts';

export const copyRecordData: Command = {
  id: 'kinesis.copyRecordData',
  run({ tails }) {
    tails.perform({ kind: 'copy', format: 'data' });
  },
};
