import { cellPathOf } from './cellPath.ts';
import type { Command } from './command.ts';

export const filterByValue: Command = {
  id: 'kinesis.filterByValue',
  run({ tails }, argument) {
    tails.perform({ kind: 'filterBy', what: 'value', ...cellPathOf(argument) });
  },
};
