import type { Command } from './command.ts';

export const showLog: Command = {
  id: 'kinesis.showLog',
  run({ log }) {
    log.show();
  },
};
