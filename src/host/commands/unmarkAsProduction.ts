import type { Command } from './command.ts';
import { setProduction } from './production.ts';

export const unmarkAsProduction: Command = {
  id: 'kinesis.unmarkAsProduction',
  run: (context, argument) =>
    setProduction(context, argument, { title: 'Unmark as Production', isProduction: false }),
};
