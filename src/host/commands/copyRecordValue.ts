import type { Command } from './command.ts';

export const copyRecordValue: Command = {
  id: 'kinesis.copyRecordValue',
  run({ tails }) {
    tails.perform({ kind: 'copyValue' });
  },
};
