import { confirm } from '../input/prompts.ts';
import type { Command } from './command.ts';
import { offer } from './offer.ts';

export const resetEngine: Command = {
  id: 'kinesis.resetEngine',
  async run(context) {
    const { engine, tree, simulators } = context;
    engine.requireEndpoint();
    const detail =
      'All its streams, delivery streams and records are deleted. This cannot be undone.';
    await confirm('Reset the local engine?', detail, 'Reset');
    const deleted = await engine.reset();
    tree.refresh();
    simulators.refresh();
    offer(
      context,
      `The local engine is empty. ${deleted} ${deleted === 1 ? 'stream was' : 'streams were'} deleted.`,
      {},
    );
  },
};
