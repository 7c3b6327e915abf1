import * as vscode from 'vscode';
import type { Disposable } from '../../base/lifecycle.ts';
import { toDisposable } from '../../base/lifecycle.ts';
import { ALL_COMMANDS } from './all.ts';
import type { CommandContext } from './command.ts';
import { runAndShow } from './failures.ts';

/** Registers every command behind the one wrapper that shows what went wrong. */
export function registerCommands(context: CommandContext): Disposable {
  const registrations = ALL_COMMANDS.map((command) =>
    vscode.commands.registerCommand(command.id, (argument: unknown) =>
      runAndShow(context, command.id, () => command.run(context, argument)),
    ),
  );
  return toDisposable(() => {
    for (const registration of registrations) registration.dispose();
  });
}
