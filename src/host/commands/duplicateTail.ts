import type { Command } from './command.ts';
import { tailChoice } from './tailTargets.ts';

/** A second tail beside the first: the same stream, shards and filter, to look at it otherwise. */
export const duplicateTail: Command = {
  id: 'kinesis.duplicateTail',
  async run(context, argument) {
    const { session } = await tailChoice(context, argument, { title: 'Duplicate Tail' });
    await context.tails.duplicate(session);
  },
};
