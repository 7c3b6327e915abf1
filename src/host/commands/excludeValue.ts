import type { Command } from './command.ts';

export const excludeValue: Command = {
  id: 'kinesis.excludeValue',
  run({ tails }) {
    tails.perform({ kind: 'filterBy', what: 'value', negated: true });
  },
};
