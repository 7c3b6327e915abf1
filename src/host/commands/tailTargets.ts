import { ExpectedError } from '../../base/errors.ts';
import { askChoice, type Step } from '../input/prompts.ts';
import { TailChoice } from '../panels/tailChoice.ts';
import type { CommandContext } from './command.ts';

/** The rows that the page named, or all of the tail in the active editor, or of the one that is picked. */
export async function tailChoice(
  { tails }: CommandContext,
  argument: unknown,
  step: Step,
): Promise<TailChoice> {
  if (argument instanceof TailChoice) return argument;
  const { active, sessions } = tails;
  if (active) return new TailChoice(active);
  const [only] = sessions;
  if (!only) throw new ExpectedError('invalidInput', 'Open a tail first: run Tail Stream…');
  if (sessions.length === 1) return new TailChoice(only);
  const choices = sessions.map((session) => ({
    label: session.state.streamName,
    description: session.state.connectionName,
    value: session,
  }));
  return new TailChoice(await askChoice(step, 'Tail', choices));
}
