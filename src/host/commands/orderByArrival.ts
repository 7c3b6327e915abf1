import type { Command } from './command.ts';

export const orderByArrival: Command = {
  id: 'kinesis.orderByArrival',
  run({ tails }) {
    tails.perform({ kind: 'order', by: 'arrival' });
  },
};
