import type { Command } from './command.ts';

export const startEngine: Command = {
  id: 'kinesis.startEngine',
  async run({ engine }) {
    await engine.start();
  },
};
