import * as vscode from 'vscode';
import { cancelled, confirm } from '../input/prompts.ts';
import type { Command } from './command.ts';
import { offer } from './offer.ts';

export const restoreEngine: Command = {
  id: 'kinesis.restoreEngine',
  async run(context) {
    const [folder] =
      (await vscode.window.showOpenDialog({
        title: 'Restore Local Engine: choose a snapshot',
        openLabel: 'Restore This Snapshot',
        canSelectFiles: false,
        canSelectFolders: true,
      })) ?? [];
    if (folder === undefined) throw cancelled();
    await confirm(
      'Restore this snapshot?',
      `The local engine starts anew with ${folder.fsPath}. What it has now on disk is kept in the folder "replaced" of its data directory, until the next restore.`,
      'Restore',
    );
    await context.engine.restore(folder.fsPath);
    context.tree.refresh();
    context.simulators.refresh();
    offer(context, 'The local engine runs with the snapshot.', {});
  },
};
