import * as vscode from 'vscode';
import { applySeed, isSeedFile } from '../engine/seedFile.ts';
import { cancelled } from '../input/prompts.ts';
import type { Command } from './command.ts';
import { offer } from './offer.ts';

/** From the explorer, from the editor that shows one, or from a dialog. */
export const applySeedFile: Command = {
  id: 'kinesis.applySeedFile',
  async run(context, argument) {
    const uri = argument instanceof vscode.Uri ? argument : (activeSeedFile() ?? (await ask()));
    await context.engine.start();
    const { made, existing } = await applySeed(context.engine, uri);
    context.tree.refresh();
    context.simulators.refresh();
    const message =
      made.length === 0
        ? `Everything in the seed file was there already (${existing.length}).`
        : `Made: ${made.join(', ')}. Already there: ${existing.length}.`;
    offer(context, message, {});
  },
};

function activeSeedFile(): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document !== undefined && isSeedFile(document.uri) ? document.uri : undefined;
}

async function ask(): Promise<vscode.Uri> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: 'Apply Seed File',
      openLabel: 'Apply',
      filters: { 'Seed files': ['json'] },
    })) ?? [];
  if (uri === undefined) throw cancelled();
  return uri;
}
