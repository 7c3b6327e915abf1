import * as vscode from 'vscode';
import type { CommandContext } from './command.ts';
import { runAndShow } from './failures.ts';

/** A message with buttons; runs what is chosen. The command itself does not wait for the answer. */
export function offer(
  context: CommandContext,
  message: string,
  actions: Readonly<Record<string, () => unknown>>,
): void {
  void vscode.window.showInformationMessage(message, ...Object.keys(actions)).then((chosen) => {
    if (chosen !== undefined) void runAndShow(context, chosen, () => actions[chosen]?.());
  });
}
