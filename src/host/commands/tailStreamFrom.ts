import type { Command } from './command.ts';
import { askTailStart } from './tailStart.ts';
import { streamTarget } from './targets.ts';

const TITLE = 'Tail Stream From';

export const tailStreamFrom: Command = {
  id: 'kinesis.tailStreamFrom',
  async run(context, argument) {
    const { entry, name } = await streamTarget(context, argument, { title: TITLE });
    const position = await askTailStart({ title: TITLE });
    await context.tails.open({ connectionName: entry.name, streamName: name, position });
  },
};
