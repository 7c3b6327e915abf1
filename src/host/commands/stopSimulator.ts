import { ExpectedError } from '../../base/errors.ts';
import { askChoice } from '../input/prompts.ts';
import { isProducer } from '../views/simulatorsTree.ts';
import type { Command } from './command.ts';

export const stopSimulator: Command = {
  id: 'kinesis.stopSimulator',
  async run({ simulators }, argument) {
    if (isProducer(argument)) return simulators.stop(argument);
    const running = await simulators.list();
    if (running.length === 0) throw new ExpectedError('notFound', 'No simulated stream is running');
    const chosen = await askChoice(
      { title: 'Stop Simulated Stream' },
      'Simulated stream',
      running.map((producer) => ({
        label: producer.streamName,
        description: producer.kind,
        value: producer,
      })),
    );
    await simulators.stop(chosen);
  },
};
