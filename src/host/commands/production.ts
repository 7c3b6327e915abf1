import { ExpectedError } from '../../base/errors.ts';
import { setConnectionProduction } from '../config.ts';
import { askChoice } from '../input/prompts.ts';
import { isTreeNode } from '../views/nodes.ts';
import type { CommandContext } from './command.ts';

/** Marks the connection of a row, or the one that the person picks, as production, or unmarks it. */
export async function setProduction(
  { connections }: CommandContext,
  argument: unknown,
  { title, isProduction }: { readonly title: string; readonly isProduction: boolean },
): Promise<void> {
  const candidates = connections.all.filter(
    (entry) => entry.kind !== 'local' && (entry.production ?? false) !== isProduction,
  );
  if (candidates.length === 0) {
    const what = isProduction ? 'that is not marked yet' : 'that is marked';
    throw new ExpectedError('notFound', `There is no connection ${what}. Add one first.`);
  }
  const choices = candidates.map(({ name }) => ({ label: name, value: name }));
  const name =
    isTreeNode(argument) && argument.type === 'connection'
      ? argument.connection.name
      : await askChoice({ title }, 'Connection', choices);
  await setConnectionProduction(name, isProduction);
  connections.reload();
}
