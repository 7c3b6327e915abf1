import * as vscode from 'vscode';

/** Shows the settings whose names begin so. */
export async function openSettings(query: string): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openSettings', query);
}
