import { prettyJson } from '../documents/recordText.ts';
import type { Command } from './command.ts';
import { streamTarget } from './targets.ts';

export const describeStream: Command = {
  id: 'kinesis.describeStream',
  async run(context, argument) {
    const { entry, connection, name } = await streamTarget(context, argument, {
      title: 'Describe Stream',
    });
    const description = await connection.streams.describeStream(name, context.signal);
    await context.documents.show([entry.name, `${name}.stream.json`], prettyJson(description));
  },
};
