import type { Command } from './command.ts';
import { askText } from '../input/prompts.ts';
import { partitionKeyProblem } from '../input/validation.ts';
import { askTailStart } from './tailStart.ts';
import { streamTarget } from './targets.ts';

const TITLE = 'Find Records by Partition Key';

/** Reads only the shards that the key hashes to. */
export const findByPartitionKey: Command = {
  id: 'kinesis.findByPartitionKey',
  async run(context, argument) {
    const { entry, name } = await streamTarget(context, argument, { title: TITLE });
    const partitionKey = await askText(
      { title: TITLE, step: 1, steps: 2 },
      { prompt: 'Partition key', validate: partitionKeyProblem },
    );
    const position = await askTailStart({ title: TITLE, step: 2, steps: 2 });
    const shards = { kind: 'key', partitionKey } as const;
    await context.tails.open({ connectionName: entry.name, streamName: name, position, shards });
  },
};
