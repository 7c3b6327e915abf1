/**
 * A Chromium for the tests: one that is installed, else Debian's package when root may install it,
 * else Playwright's download. Nobody needs to know which.
 */
import { existsSync } from 'node:fs';
import { Stop, say } from './console.mjs';
import { root } from './paths.mjs';
import { run } from './processes.mjs';

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/usr/bin/microsoft-edge-stable',
  '/usr/bin/microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** What keeps a browser under test quiet and off the network. */
export const browserArgs = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];

/**
 * The browser's executable, installed when none is there. `CHROMIUM_PATH` names another one.
 * @returns {Promise<string>}
 */
export async function ensureBrowser() {
  const asked = process.env.CHROMIUM_PATH;
  if (asked !== undefined && asked !== '') {
    if (existsSync(asked)) return asked;
    throw new Stop(`CHROMIUM_PATH names ${asked}, which does not exist; correct or unset it.`);
  }
  const found = (await findBrowser()) ?? (await debianPackage()) ?? (await playwrightDownload());
  if (found !== undefined) return found;
  throw new Stop(
    'No Chromium, Chrome or Edge was found and none could be installed; install one and set ' +
      'CHROMIUM_PATH to its executable.',
  );
}

async function findBrowser() {
  const { chromium } = await import('playwright-core');
  return [...installed, chromium.executablePath()].find(existsSync);
}

async function debianPackage() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  say("Installing Debian's Chromium (about a minute)");
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update'], { env });
  const args = ['install', '-y', '--no-install-recommends', 'chromium'];
  const { code, output } = await run('apt-get', args, { env });
  if (code !== 0) process.stderr.write(output);
  return findBrowser();
}

async function playwrightDownload() {
  say('Downloading a Chromium through Playwright (about a minute)');
  const cli = 'node_modules/playwright-core/cli.js';
  const args = [cli, 'install', '--no-shell', 'chromium'];
  const { code, output } = await run(process.execPath, args, { cwd: root });
  if (code !== 0) process.stderr.write(output);
  return findBrowser();
}
