import * as vscode from 'vscode';
import { hasCode, isCancellation, messageOf } from '../../base/errors.ts';
import { openSettings } from '../input/openSettings.ts';
import type { CommandContext } from './command.ts';

type Surroundings = Pick<CommandContext, 'engine' | 'log'>;

/** Does the work and shows what went wrong with it; `what` names it in the log. Never rejects. */
export async function runAndShow(
  surroundings: Surroundings,
  what: string,
  work: () => unknown,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (isCancellation(error)) return;
    surroundings.log.error('commands', `${what} failed`, error);
    // Not awaited: the work has ended, whether or not somebody reads the message.
    void showFailure(surroundings, error);
  }
}

async function showFailure(surroundings: Surroundings, error: unknown): Promise<void> {
  const { engine, log } = surroundings;
  const actions: Record<string, () => unknown> = {};
  if (hasCode(error, 'portInUse')) {
    actions['Use Another Port'] = () => engine.start(0);
    actions['Open Settings'] = () => openSettings('kinesisWorkbench.engine.port');
  } else if (hasCode(error, 'engineStopped')) {
    actions['Start Local Engine'] = () => engine.start();
  } else if (hasCode(error, 'dataDirectoryCorrupt')) {
    actions['Open Settings'] = () => openSettings('kinesisWorkbench.engine');
  }
  actions['Show Log'] = () => log.show();
  const chosen = await vscode.window.showErrorMessage(messageOf(error), ...Object.keys(actions));
  if (chosen !== undefined) await runAndShow(surroundings, chosen, () => actions[chosen]?.());
}
