import * as vscode from 'vscode';
import { cancelled, confirm } from '../input/prompts.ts';
import type { TailConsumer } from '../panels/tailConsumers.ts';
import type { Command } from './command.ts';
import { offer } from './offer.ts';
import { streamTarget } from './targets.ts';

const TITLE = 'Remove Leftover Tail Consumers';

export const removeTailConsumers: Command = {
  id: 'kinesis.removeTailConsumers',
  async run(context, argument) {
    const { entry, name } = await streamTarget(context, argument, { title: TITLE });
    const { consumers } = context.tails;
    const found = await consumers.of(entry.name, name, context.signal);
    const left = found.filter(({ isInUse }) => !isInUse);
    if (left.length === 0) {
      offer(context, `${name} on ${entry.name} has no leftover consumers of tails.`, {});
      return;
    }
    const chosen = await ask(left);
    const what = chosen.length === 1 ? 'the consumer' : `${chosen.length} consumers`;
    await confirm(
      `Deregister ${what} of the stream "${name}" on ${entry.name}?`,
      'A tail of another window that uses one goes back to polling.',
      'Deregister',
    );
    const arns = chosen.map(({ arn }) => arn);
    await consumers.remove(entry.name, arns, context.signal);
    context.tree.refresh(entry);
    offer(
      context,
      `${chosen.length === 1 ? 'One consumer' : `${chosen.length} consumers`} of ${name} deregistered.`,
      {},
    );
  },
};

async function ask(left: readonly TailConsumer[]): Promise<readonly TailConsumer[]> {
  const picked = await vscode.window.showQuickPick(
    left.map((consumer) => ({
      label: consumer.name,
      description: `registered ${new Date(consumer.createdMs).toLocaleString()}`,
      consumer,
    })),
    {
      title: TITLE,
      placeHolder: 'Consumers to deregister; another window may use one',
      canPickMany: true,
      ignoreFocusOut: true,
    },
  );
  if (!picked || picked.length === 0) throw cancelled();
  return picked.map(({ consumer }) => consumer);
}
