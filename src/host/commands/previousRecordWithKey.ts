import type { Command } from './command.ts';

export const previousRecordWithKey: Command = {
  id: 'kinesis.previousRecordWithKey',
  run({ tails }) {
    tails.perform({ kind: 'previousWithKey' });
  },
};
