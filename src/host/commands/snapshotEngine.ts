import { join } from 'node:path';
import * as vscode from 'vscode';
import { callEngine } from '../engine/controlClient.ts';
import { askText, cancelled } from '../input/prompts.ts';
import type { Command } from './command.ts';
import { offer } from './offer.ts';

const TITLE = 'Snapshot Local Engine';

export const snapshotEngine: Command = {
  id: 'kinesis.snapshotEngine',
  async run(context) {
    const endpoint = context.engine.requireEndpoint();
    const [folder] =
      (await vscode.window.showOpenDialog({
        title: `${TITLE}: choose where it goes`,
        openLabel: 'Put Snapshot Here',
        canSelectFiles: false,
        canSelectFolders: true,
      })) ?? [];
    if (folder === undefined) throw cancelled();
    const name = await askText(
      { title: TITLE },
      {
        prompt: `Name of the new folder in ${folder.fsPath}`,
        value: `kinesis-snapshot-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}`,
        validate: (text) =>
          /^[^/\\]+$/.test(text) && !/^\.+$/.test(text) ? undefined : 'The name of a folder',
      },
    );
    const directory = join(folder.fsPath, name);
    const { databaseBytes, objectCount } = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: 'Copying the local engine’s data…' },
      () => callEngine(endpoint, 'snapshot', { directory }),
    );
    const megabytes = (databaseBytes / 1e6).toFixed(1);
    offer(
      context,
      `The snapshot ${name} has ${megabytes} MB of streams and ${objectCount} delivered objects.`,
      {},
    );
  },
};
