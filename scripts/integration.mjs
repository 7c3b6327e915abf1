/**
 * Runs the integration tests in VS Code through `@vscode/test-electron`. The VS Code is the server
 * that `lib/vscode.mjs` installs; KINESIS_WORKBENCH_VSCODE names the executable of an installed
 * desktop VS Code instead.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { main } from './lib/console.mjs';
import { root } from './lib/paths.mjs';

const desktop = process.env.KINESIS_WORKBENCH_VSCODE;

await main(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kinesis-workbench-tests-'));
  await writeFile(join(folder, 'record.json'), '{"speed": 83}\n');
  const shim = desktop === undefined ? [join(root, 'scripts/codeServerShim.mjs')] : [];
  try {
    await runTests({
      vscodeExecutablePath: desktop ?? process.execPath,
      launchArgs: [...shim, folder],
      extensionDevelopmentPath: root,
      extensionTestsPath: join(root, 'dist-test/integration/index.js'),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
