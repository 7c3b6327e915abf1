/**
 * Installs what is missing and goes on under the project's own Node. Importing this module is the
 * first line of each script that npm runs; it and what it imports may use nothing that an older
 * Node lacks and no package, because on a fresh clone there is none.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Stop, main, say } from './console.mjs';
import { projectNode, root } from './paths.mjs';
import { run } from './processes.mjs';

/** Below it Node does not run these scripts. */
const nodeMajorMin = 20;
/** From it on Node runs the tests' TypeScript as it is, and VS Code's server. */
const nodeMajorFull = 24;

await main(prepare);
if (process.exitCode !== 0) process.exit();

async function prepare() {
  if (nodeMajor() < nodeMajorMin) {
    throw new Stop(
      `This is Node ${process.versions.node}; install Node ${nodeMajorMin} or newer and try again.`,
    );
  }
  await installPackages();
  const node = await findNode();
  if (realpathSync(process.execPath) !== realpathSync(node))
    process.exit(await continueUnder(node));
}

function nodeMajor() {
  return Number(process.versions.node.split('.')[0]);
}

async function installPackages() {
  if (packagesAreCurrent()) return;
  say('Installing the npm packages (about half a minute)');
  const { code, output } = await npm(['ci']);
  if (code === 0) return;
  throw new Stop(
    `${output}\nThe npm packages could not be installed. The lines above say why; when it is the ` +
      'network, check that `npm ping` works, then try again.',
  );
}

/** Whether each package of the lock file stands in node_modules in the version that it names. */
function packagesAreCurrent() {
  const wanted = lockedPackages(join(root, 'package-lock.json'));
  const present = lockedPackages(join(root, 'node_modules/.package-lock.json'));
  return Object.entries(wanted).every(([path, { version, optional, peer }]) => {
    if (path === '') return true;
    if (present[path] === undefined) return optional === true || peer === true;
    return present[path].version === version;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { version: string, optional?: boolean, peer?: boolean }>}
 */
function lockedPackages(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {};
}

async function findNode() {
  if (!existsSync(projectNode)) {
    // Its install script fetches the binary; npm may have been told to run no scripts.
    say('Fetching a current Node for the tests');
    await npm(['rebuild', 'node', '--ignore-scripts=false']);
  }
  if (existsSync(projectNode)) return projectNode;
  if (nodeMajor() >= nodeMajorFull) return process.execPath;
  throw new Stop(
    `The package \`node\` has no binary for this machine and this is Node ${process.versions.node}; ` +
      `install Node ${nodeMajorFull} or newer and try again.`,
  );
}

/** @param {readonly string[]} args */
function npm(args) {
  const cli = process.env.npm_execpath;
  if (cli !== undefined && basename(cli) === 'npm-cli.js') {
    return run(process.execPath, [cli, ...args], { cwd: root });
  }
  return process.platform === 'win32'
    ? run('cmd', ['/c', 'npm', ...args], { cwd: root })
    : run('npm', args, { cwd: root });
}

/**
 * Runs this very script again. This process then only hands on what it is asked and waits.
 * @param {string} node
 * @returns {Promise<number>}
 */
function continueUnder(node) {
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal));
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
