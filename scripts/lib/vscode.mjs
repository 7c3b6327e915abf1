/**
 * A real VS Code on this machine without a desktop: Microsoft's VS Code Server, which the npm
 * package `code-server` carries. `npm start`, the integration tests and the end-to-end tests all
 * get theirs here. It is kept apart from node_modules because it is 600 MB.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Stop, say } from './console.mjs';
import { writeStandIns } from './nativeStandIns.mjs';
import { root, vscodeDir } from './paths.mjs';
import { run, start, stop } from './processes.mjs';
import { addSettings } from './settings.mjs';

/** The release of code-server; the VS Code inside has the same number with a leading 1. */
const codeServerVersion = '4.139.1';
export const vscodeVersion = '1.139.1';

const installTimeoutMs = 600_000;
const startTimeoutMs = 60_000;

/**
 * Installs the server once; later calls find it.
 * @returns {Promise<string>} The folder of the server.
 */
export async function installVscode() {
  if (process.platform === 'win32') {
    throw new Stop(
      "VS Code's server does not run on Windows; use `npm start -- --desktop` with an installed " +
        'VS Code, or work in WSL.',
    );
  }
  const folder = join(vscodeDir, `server-${vscodeVersion}`);
  const server = join(folder, 'node_modules/code-server/lib/vscode');
  if (existsSync(folder)) return server;
  say(`Installing VS Code ${vscodeVersion} (about half a minute, 600 MB)`);
  await mkdir(vscodeDir, { recursive: true });
  // Under its final name only when complete, so that an interrupted install is never taken for one.
  const unfinished = await mkdtemp(join(vscodeDir, 'unfinished-'));
  await writeFile(join(unfinished, 'package.json'), '{ "private": true }\n');
  // Its install scripts compile native add-ons that nothing here needs, and fail without headers.
  const quiet = ['--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund'];
  await npmInstall(unfinished, [...quiet, `code-server@${codeServerVersion}`]);
  const inside = join(unfinished, 'node_modules/code-server/lib/vscode');
  await npmInstall(inside, quiet);
  await writeStandIns(inside);
  await rename(unfinished, folder);
  return server;
}

/**
 * @param {string} cwd
 * @param {readonly string[]} args
 */
async function npmInstall(cwd, args) {
  const { code, output } = await run('npm', ['install', ...args], {
    cwd,
    timeoutMs: installTimeoutMs,
  });
  if (code === 0) return;
  await rm(cwd, { recursive: true, force: true });
  throw new Stop(
    `${output}\nVS Code could not be installed from the npm registry. The lines above say why; ` +
      'when it is the network, check that `npm ping` works, then try again.',
  );
}

/**
 * @typedef {object} VscodeOptions
 * @property {string} dataDir Holds the server's settings, extensions and logs.
 * @property {number} [port] 0, the default, is any free one.
 * @property {Record<string, unknown>} [settings] Added to the machine's settings where they have none.
 * @property {readonly string[]} [args] Further arguments of the server.
 * @property {NodeJS.ProcessEnv} [env] Added to the environment of the server and the extension host.
 */

/** @typedef {{ url: string, port: number, stop: () => Promise<void>, ended: Promise<void> }} Vscode */

/**
 * Starts the server on the loopback address.
 * @param {VscodeOptions} options
 * @returns {Promise<Vscode>}
 */
export async function startVscode({ dataDir, port = 0, settings = {}, args = [], env = {} }) {
  const server = await installVscode();
  await addSettings(machineSettings(dataDir), { ...quietSettings, ...settings });
  const child = start(
    process.execPath,
    [join(server, 'out/server-main.js'), ...serverArgs(dataDir, port), ...args],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } },
  );
  const ended = new Promise((resolve) => child.once('close', () => resolve(undefined)));
  try {
    const listening = await portOf(child);
    return {
      url: `http://127.0.0.1:${listening}`,
      port: listening,
      stop: () => stop(child),
      ended: ended.then(() => undefined),
    };
  } catch (error) {
    await stop(child);
    throw error;
  }
}

/**
 * @param {string} dataDir
 * @param {number} port
 */
function serverArgs(dataDir, port) {
  return [
    '--host=127.0.0.1',
    `--port=${port}`,
    '--without-connection-token',
    '--accept-server-license-terms',
    '--disable-workspace-trust',
    '--disable-telemetry',
    `--server-data-dir=${dataDir}`,
  ];
}

/**
 * The port on which the server listens, from what it prints.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
function portOf(child) {
  return new Promise((resolve, reject) => {
    let output = '';
    /** @param {string} reason */
    const fail = (reason) =>
      reject(new Stop(`${output}\nVS Code's server ${reason}. The lines above may say why.`));
    const timer = setTimeout(() => fail('did not start in a minute'), startTimeoutMs);
    child.once('error', (error) => fail(`could not be started: ${error.message}`));
    child.once('close', () => {
      clearTimeout(timer);
      fail('ended while starting');
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        if (output.length < 100_000) output += text;
        const port = /Web UI available at http:\/\/[^:/]+:(\d+)/.exec(output)?.[1];
        if (port === undefined) return;
        clearTimeout(timer);
        resolve(Number(port));
      });
    }
  });
}

/**
 * The machine's settings, which the window follows while it is open. VS Code itself writes there
 * what belongs to a machine, such as connections; the rest of a person's own settings is in the
 * browser's storage.
 * @param {string} dataDir
 */
export function machineSettings(dataDir) {
  return join(dataDir, 'data/Machine/settings.json');
}

/** A window without what has nothing to do with the extension. */
const quietSettings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'remote.autoForwardPorts': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
};

/**
 * Makes this checkout an installed extension of a server that does not run yet, without copying:
 * after a build, a reload of the window shows the new code.
 * @param {string} dataDir
 * @param {readonly string[]} [beside] Folders of further extensions.
 */
export async function linkExtension(dataDir, beside = []) {
  const extensions = join(dataDir, 'extensions');
  await rm(extensions, { recursive: true, force: true });
  await mkdir(extensions, { recursive: true });
  const entries = await Promise.all([root, ...beside].map((folder) => link(extensions, folder)));
  await writeFile(join(extensions, 'extensions.json'), JSON.stringify(entries));
}

/**
 * @param {string} extensions
 * @param {string} folder
 */
async function link(extensions, folder) {
  const { name, publisher, version } = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  );
  const id = `${publisher}.${name}`;
  const path = join(extensions, `${id}-${version}`);
  await symlink(folder, path, 'dir');
  return {
    identifier: { id },
    version,
    location: { $mid: 1, path, scheme: 'file' },
    relativeLocation: `${id}-${version}`,
  };
}

/**
 * Installs a packaged extension into a server that does not run yet.
 * @param {string} dataDir
 * @param {string} vsix
 */
export async function installExtension(dataDir, vsix) {
  const server = await installVscode();
  const args = [join(server, 'out/server-main.js'), ...serverArgs(dataDir, 0)];
  const { code, output } = await run(process.execPath, [...args, `--install-extension=${vsix}`]);
  if (code !== 0) throw new Stop(`${output}\nVS Code did not install ${vsix}; see above.`);
}
