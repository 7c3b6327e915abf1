import { confirm } from '../input/prompts.ts';
import type { Command } from './command.ts';

export const stopEngine: Command = {
  id: 'kinesis.stopEngine',
  async run({ engine }) {
    const { state } = engine;
    if (state.name === 'running' && state.attached) {
      const detail = 'It is stopped for all windows that share it.';
      await confirm('Stop the local engine that another window has started?', detail, 'Stop');
    }
    await engine.stop();
  },
};
