import type { Command } from './command.ts';

export const orderAsRead: Command = {
  id: 'kinesis.orderAsRead',
  run({ tails }) {
    tails.perform({ kind: 'order', by: 'read' });
  },
};
