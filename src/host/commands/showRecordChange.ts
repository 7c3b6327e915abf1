import type { Command } from './command.ts';

export const showRecordChange: Command = {
  id: 'kinesis.showRecordChange',
  run({ tails }) {
    tails.perform({ kind: 'showChange' });
  },
};
