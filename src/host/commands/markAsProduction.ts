import type { Command } from './command.ts';
import { setProduction } from './production.ts';

export const markAsProduction: Command = {
  id: 'kinesis.markAsProduction',
  run: (context, argument) =>
    setProduction(context, argument, { title: 'Mark as Production', isProduction: true }),
};
