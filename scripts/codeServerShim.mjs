/**
 * Stands for the VS Code executable where only the server is at hand: takes the arguments that
 * `@vscode/test-electron` gives to a desktop VS Code, opens the server's page in a headless browser
 * and lets the page run the tests in the extension host. What they log comes out here; the exit
 * code is theirs.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format, parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { browserArgs, ensureBrowser } from './lib/browser.mjs';
import { Stop, main } from './lib/console.mjs';
import { startVscode } from './lib/vscode.mjs';

const { values, positionals } = parseArgs({
  strict: false,
  allowPositionals: true,
  options: {
    extensionDevelopmentPath: { type: 'string' },
    extensionTestsPath: { type: 'string' },
  },
});

await main(async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'kinesis-workbench-vscode-'));
  // Only with this flag does the page listen to what the address says of extensions under test.
  const vscode = await startVscode({ dataDir, args: ['--enable-smoke-test-driver'] });
  const browser = await chromium.launch({
    executablePath: await ensureBrowser(),
    args: browserArgs,
  });
  try {
    return await runTests(await browser.newPage(), vscode.port);
  } finally {
    await browser.close();
    await vscode.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
});

/**
 * @param {import('playwright-core').Page} page
 * @param {number} port
 * @returns {Promise<number>} The exit code.
 */
async function runTests(page, port) {
  const ended = new Promise((resolve, reject) => {
    page.once('crash', () => reject(new Stop('The page of VS Code crashed during the tests.')));
    void page.exposeFunction('codeAutomationExit', resolve);
  });
  await page.exposeFunction('codeAutomationLog', log);
  await page.goto(address(port));
  return ended;
}

/** @param {number} port */
function address(port) {
  /** @param {unknown} path */
  const remote = (path) => `vscode-remote://127.0.0.1:${port}${String(path)}`;
  const payload = [
    ['extensionDevelopmentPath', remote(values.extensionDevelopmentPath)],
    ['extensionTestsPath', remote(values.extensionTestsPath)],
    ['skipWelcome', 'true'],
  ];
  const query = new URLSearchParams({ payload: JSON.stringify(payload) });
  if (positionals[0] !== undefined) query.set('folder', positionals[0]);
  return `http://127.0.0.1:${port}/?${query.toString()}`;
}

/**
 * @param {string} type
 * @param {readonly unknown[]} args
 */
function log(type, args) {
  const stream = type === 'error' || type === 'warn' ? process.stderr : process.stdout;
  stream.write(`${format(...args)}\n`);
}
