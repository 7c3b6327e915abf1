import { askDecoders } from '../input/askDecoders.ts';
import type { Command } from './command.ts';
import { streamTarget } from './targets.ts';

export const chooseDecoders: Command = {
  id: 'kinesis.chooseDecoders',
  async run(context, argument) {
    const { entry, name } = await streamTarget(context, argument, { title: 'Choose Decoders' });
    await askDecoders({ connectionName: entry.name, streamName: name });
  },
};
