/**
 * Child processes that cannot outlive us: each leads its own process group, is bounded by a time
 * limit, and is ended together with everything it started, also when this process is interrupted.
 */
import { spawn, spawnSync } from 'node:child_process';

/** How long a group may take to end by itself before it is killed. */
const graceMs = 5000;

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
let watching = false;
let ending = false;

/**
 * Starts a process in a group of its own.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 */
export function start(command, args, options = {}) {
  watchForOurEnd();
  const child = spawn(command, args, { detached: process.platform !== 'win32', ...options });
  running.add(child);
  // What the leader leaves behind would keep its pipes open and so this process waiting.
  child.once('exit', () => signalGroup(child, 'SIGKILL'));
  child.once('close', () => running.delete(child));
  child.once('error', () => running.delete(child));
  return child;
}

/**
 * Runs a process to its end and keeps what it printed.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {object} [options]
 * @param {string} [options.cwd]
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {number} [options.timeoutMs]
 * @param {boolean} [options.show] Whether its output also goes to ours, as it comes.
 * @returns {Promise<{ code: number, output: string, timedOut: boolean }>} `code` is 1 for a signal
 *   and 127 when it could not be started.
 */
export function run(command, args, { cwd, env, timeoutMs = 600_000, show = false } = {}) {
  return new Promise((resolve) => {
    const child = start(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      void stop(child);
    }, timeoutMs);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        output += text;
        if (show) process.stdout.write(text);
      });
    }
    child.once('error', (error) => {
      clearTimeout(timer);
      resolve({ code: 127, output: `${output}${error.message}\n`, timedOut });
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? 1, output, timedOut });
    });
  });
}

/**
 * Ends a process and all it started: asks first, then kills. Resolves when its leader has closed.
 * @param {import('node:child_process').ChildProcess} child
 */
export async function stop(child) {
  if (!running.has(child)) return;
  const closed = new Promise((resolve) => child.once('close', resolve));
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs);
  await closed;
  clearTimeout(timer);
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F']);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group has ended already.
  }
}

function watchForOurEnd() {
  if (watching) return;
  watching = true;
  process.once('exit', () => {
    for (const child of running) signalGroup(child, 'SIGKILL');
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => void endAll());
  }
}

async function endAll() {
  if (ending) return;
  ending = true;
  await Promise.all([...running].map(stop));
  process.exit(130);
}
