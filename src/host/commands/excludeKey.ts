import type { Command } from './command.ts';

export const excludeKey: Command = {
  id: 'kinesis.excludeKey',
  run({ tails }) {
    tails.perform({ kind: 'filterBy', what: 'key', negated: true });
  },
};
