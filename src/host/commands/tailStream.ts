import type { Command } from './command.ts';
import { streamTarget } from './targets.ts';

export const tailStream: Command = {
  id: 'kinesis.tailStream',
  async run(context, argument) {
    const { entry, name } = await streamTarget(context, argument, { title: 'Tail Stream' });
    await context.tails.open({ connectionName: entry.name, streamName: name });
  },
};
