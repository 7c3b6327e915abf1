import type { Command } from './command.ts';

export const excludeShard: Command = {
  id: 'kinesis.excludeShard',
  run({ tails }) {
    tails.perform({ kind: 'filterBy', what: 'shard', negated: true });
  },
};
