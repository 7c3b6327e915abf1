import type { Command } from './command.ts';
import { shardTarget, streamTarget } from './targets.ts';

export const tailShard: Command = {
  id: 'kinesis.tailShard',
  async run(context, argument) {
    const step = { title: 'Tail Shard' };
    const target = await streamTarget(context, argument, step);
    const shardId = await shardTarget(context, argument, target, step);
    await context.tails.open({
      connectionName: target.entry.name,
      streamName: target.name,
      shards: [shardId],
    });
  },
};
