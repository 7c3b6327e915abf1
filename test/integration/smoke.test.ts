import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const extensionId = 'kinesis-workbench.kinesis-workbench';

describe('the extension in VS Code', () => {
  it('activates', async () => {
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension, `${extensionId} is not installed`);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('registers each command that its manifest promises', async () => {
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension, `${extensionId} is not installed`);
    await extension.activate();
    const registered = new Set(await vscode.commands.getCommands(true));
    const manifest = extension.packageJSON as { contributes: { commands: { command: string }[] } };
    const promised = manifest.contributes.commands.map(({ command }) => command);
    assert.deepEqual(
      promised.filter((command) => !registered.has(command)),
      [],
    );
  });
});
