import { cellPathOf } from './cellPath.ts';
import type { Command } from './command.ts';

export const excludeValue: Command = {
  id: 'kinesis.excludeValue',
  run({ tails }, argument) {
    tails.perform({ kind: 'filterBy', what: 'value', negated: true, ...cellPathOf(argument) });
  },
};
