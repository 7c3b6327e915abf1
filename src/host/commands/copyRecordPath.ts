import type { Command } from './command.ts';

export const copyRecordPath: Command = {
  id: 'kinesis.copyRecordPath',
  run({ tails }) {
    tails.perform({ kind: 'copyPath' });
  },
};
