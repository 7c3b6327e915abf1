import { prettyJson } from '../documents/recordText.ts';
import type { Command } from './command.ts';
import { streamTarget } from './targets.ts';

export const describeStream: Command = {
  id: 'kinesis.describeStream',
  async run(context, argument) {
    const { entry, connect, name } = await streamTarget(context, argument, {
      title: 'Describe Stream',
    });
    const { streams } = await connect();
    const description = await streams.describeStream(name, context.signal);
    await context.documents.show([entry.name, `${name}.stream.json`], prettyJson(description));
  },
};
