import * as vscode from 'vscode';
import { hasCode, isCancellation, messageOf } from '../../base/errors.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import { toDisposable } from '../../base/lifecycle.ts';
import { ALL_COMMANDS } from './all.ts';
import type { Command, CommandContext } from './command.ts';

/** Registers every command behind the one wrapper that shows what went wrong. */
export function registerCommands(context: CommandContext): Disposable {
  const registrations = ALL_COMMANDS.map((command) =>
    vscode.commands.registerCommand(command.id, (argument: unknown) =>
      run(command, context, argument),
    ),
  );
  return toDisposable(() => {
    for (const registration of registrations) registration.dispose();
  });
}

async function run(command: Command, context: CommandContext, argument: unknown): Promise<void> {
  try {
    await command.run(context, argument);
  } catch (error) {
    if (isCancellation(error)) return;
    context.log.error('commands', `${command.id} failed`, error);
    // Not awaited: the command has ended, whether or not somebody reads the message.
    void showFailure(context, error);
  }
}

async function showFailure(context: CommandContext, error: unknown): Promise<void> {
  const actions: Record<string, () => unknown> = {};
  if (hasCode(error, 'portInUse')) {
    actions['Use Another Port'] = () => context.engine.start(0);
    actions['Open Settings'] = () => openSettings('kinesisWorkbench.engine.port');
  } else if (hasCode(error, 'engineStopped')) {
    actions['Start Local Engine'] = () => context.engine.start();
  } else if (hasCode(error, 'dataDirectoryCorrupt')) {
    actions['Open Settings'] = () => openSettings('kinesisWorkbench.engine');
  }
  actions['Show Log'] = () => context.log.show();
  const chosen = await vscode.window.showErrorMessage(messageOf(error), ...Object.keys(actions));
  if (chosen === undefined) return;
  try {
    await actions[chosen]?.();
  } catch (next) {
    await showFailure(context, next);
  }
}

function openSettings(query: string): Thenable<unknown> {
  return vscode.commands.executeCommand('workbench.action.openSettings', query);
}
