import type { StreamMode } from '../../aws/service.ts';
import { askChoice, askText } from '../input/prompts.ts';
import { shardCountProblem, streamNameProblem } from '../input/validation.ts';
import type { Command } from './command.ts';
import { offer } from './offer.ts';
import { connectionTarget } from './targets.ts';

const TITLE = 'Create Stream';

export const createStream: Command = {
  id: 'kinesis.createStream',
  async run(context, argument) {
    const { entry, connect } = await connectionTarget(context, argument, { title: TITLE });
    const streamName = await askText(
      { title: TITLE, step: 1, steps: 3 },
      {
        prompt: `Name of the new stream on ${entry.name}`,
        placeholder: 'orders',
        validate: streamNameProblem,
      },
    );
    const mode = await askChoice<StreamMode>({ title: TITLE, step: 2, steps: 3 }, 'Capacity mode', [
      { label: 'Provisioned', detail: 'A number of shards that you choose', value: 'PROVISIONED' },
      {
        label: 'On-demand',
        detail: 'Starts with 4 shards and scales by itself on AWS',
        value: 'ON_DEMAND',
      },
    ]);
    const shardCount = mode === 'PROVISIONED' ? Number(await askShardCount()) : undefined;
    const options = { streamName, mode, ...(shardCount === undefined ? {} : { shardCount }) };
    const { streams } = await connect();
    await streams.createStream(options, context.signal);
    context.tree.refresh(entry);
    offer(context, `The stream ${streamName} is being created on ${entry.name}.`, {
      'Tail It': () => context.tails.open({ connectionName: entry.name, streamName }),
    });
  },
};

function askShardCount(): Promise<string> {
  return askText(
    { title: TITLE, step: 3, steps: 3 },
    {
      prompt: 'Number of shards: each takes 1 MB/s or 1,000 records/s',
      value: '1',
      validate: shardCountProblem,
    },
  );
}
