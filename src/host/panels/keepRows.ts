import * as vscode from 'vscode';
import { ExpectedError } from '../../base/errors.ts';
import type { KeepAction } from '../../protocol/webview/grid.ts';
import type { TailRequests } from '../../protocol/webview/tail.ts';
import type { TailSession } from '../../tail/session.ts';
import { TailChoice } from './tailChoice.ts';

const COMMANDS: Readonly<Record<KeepAction, string>> = {
  export: 'kinesis.exportTail',
  replay: 'kinesis.replayTail',
};

/** Runs a command on rows that the page named. The page does not wait for it: commands ask and take long. */
export function keepRows(
  session: TailSession,
  { action, generation, ordinals }: Parameters<TailRequests['keep']>[0],
): void {
  if (!Object.hasOwn(COMMANDS, action)) throw new ExpectedError('unsupported', 'Unknown action');
  const selection = ordinals && { generation, ordinals: ordinals.filter(Number.isSafeInteger) };
  const choice = new TailChoice(session, selection);
  void vscode.commands.executeCommand(COMMANDS[action], choice);
}
