import { confirm } from '../input/prompts.ts';
import type { Command } from './command.ts';

export const stopEngine: Command = {
  id: 'kinesis.stopEngine',
  async run({ engine }) {
    const { state } = engine;
    if (state.name === 'running' && state.attached) {
      const detail = 'That window started it and will start it again if a tail is open there.';
      await confirm('Stop the local engine of another window?', detail, 'Stop');
    }
    await engine.stop();
  },
};
