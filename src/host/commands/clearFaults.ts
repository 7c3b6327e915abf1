import { ExpectedError } from '../../base/errors.ts';
import type { FaultStatus } from '../../protocol/engine/control.ts';
import { callEngine } from '../engine/controlClient.ts';
import { askChoice, type Choice } from '../input/prompts.ts';
import type { Command } from './command.ts';
import { offer } from './offer.ts';

/** Lists the active faults, with how often each has struck, and ends one or all. */
export const clearFaults: Command = {
  id: 'kinesis.clearFaults',
  async run(context) {
    const endpoint = context.engine.requireEndpoint();
    const { faults } = await callEngine(endpoint, 'listFaults');
    if (faults.length === 0) {
      throw new ExpectedError('notFound', 'No fault is injected into the local engine');
    }
    const all: Choice<{ id?: string }> = {
      label: faults.length === 1 ? 'The fault below' : `All ${faults.length} faults`,
      value: {},
    };
    const request = await askChoice({ title: 'Clear Faults' }, 'Which ends', [
      all,
      ...faults.map(choiceOf),
    ]);
    const { cleared } = await callEngine(endpoint, 'clearFaults', request);
    offer(context, cleared === 1 ? 'One fault ended.' : `${cleared} faults ended.`, {});
  },
};

function choiceOf({ id, kind, streamName, shardId, share, hits }: FaultStatus): Choice<{
  id?: string;
}> {
  const where = [streamName ?? 'every stream', ...(shardId === undefined ? [] : [shardId])];
  return {
    label: kind,
    description: `${where.join(' · ')} · ${share * 100} % · struck ${hits}×`,
    value: { id },
  };
}
