import type { KeyChoice } from '../../protocol/webview/tail.ts';
import type { Command } from './command.ts';
import { type Choice, askChoice, askText } from '../input/prompts.ts';
import { partitionKeyProblem } from '../input/validation.ts';
import { askTailStart } from './tailStart.ts';
import { streamTarget } from './targets.ts';

const TITLE = 'Find Records by Partition Key';

const PLACES: readonly Choice<Pick<KeyChoice, 'allShards'>>[] = [
  {
    label: 'Shards that the key hashes to',
    detail: 'A record that was put with an explicit hash key may lie in another one',
    value: {},
  },
  {
    label: 'Read all shards',
    detail: 'Finds those too; takes reads of every shard',
    value: { allShards: true },
  },
];

/** Reads only the shards that the key hashes to, unless a person wants to look everywhere. */
export const findByPartitionKey: Command = {
  id: 'kinesis.findByPartitionKey',
  async run(context, argument) {
    const { entry, name } = await streamTarget(context, argument, { title: TITLE });
    const partitionKey = await askText(
      { title: TITLE, step: 1, steps: 3 },
      { prompt: 'Partition key', validate: partitionKeyProblem },
    );
    const where = await askChoice({ title: TITLE, step: 2, steps: 3 }, 'Where to look', PLACES);
    const position = await askTailStart({ title: TITLE, step: 3, steps: 3 });
    const shards = { kind: 'key', partitionKey, ...where } as const;
    await context.tails.open({ connectionName: entry.name, streamName: name, position, shards });
  },
};
