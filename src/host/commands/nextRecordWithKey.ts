import type { Command } from './command.ts';

export const nextRecordWithKey: Command = {
  id: 'kinesis.nextRecordWithKey',
  run({ tails }) {
    tails.perform({ kind: 'nextWithKey' });
  },
};
