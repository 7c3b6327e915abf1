import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the checkout. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Everything that is downloaded or made for a running VS Code; ignored by git. */
export const vscodeDir = join(root, '.vscode-test');

/** What test runs leave for a person to look at: screenshots and logs; ignored by git. */
export const resultsDir = join(root, 'test-results');

export const projectNode = join(
  root,
  'node_modules/node/bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);
