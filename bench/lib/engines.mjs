/**
 * The programs under measurement, each a process of its own with a data directory of its own. All
 * keep their data on disk in the way that they offer, except the limit, which keeps nothing.
 */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from './connection.mjs';

const bench = dirname(dirname(fileURLToPath(import.meta.url)));
const START_MS_MAX = 60_000;
const PROBE_PAUSE_MS = 2;

/**
 * @typedef {object} Recipe
 * @property {string} name
 * @property {(port: number, spare: number, dir: string) => readonly string[]} args
 * @property {Record<string, string>} [env]
 * @property {string} [cwd]
 */

/** @type {Recipe} */
export const limit = {
  name: 'limit',
  args: (port) => [join(bench, 'lib/limitServer.mjs'), `${port}`],
};

/** @type {Recipe} */
export const kinesalite = {
  name: 'kinesalite',
  args: (port, _spare, dir) => [
    join(bench, 'node_modules/kinesalite/cli.js'),
    ...['--port', `${port}`, '--path', dir, '--createStreamMs', '10', '--shardLimit', '100000'],
  ],
};

/** @type {Recipe} */
export const kinesisLocal = {
  name: 'kinesis-local',
  args: () => ['main.js'],
  // It reads its certificate from where it is started.
  cwd: join(bench, 'node_modules/kinesis-local'),
  env: {
    KINESIS_MOCK_PLAIN_PORT: '{port}',
    KINESIS_MOCK_TLS_PORT: '{spare}',
    SHOULD_PERSIST_DATA: 'true',
    PERSIST_PATH: '{dir}',
    SHARD_LIMIT: '100000',
    CREATE_STREAM_DURATION: '10ms',
    REGISTER_STREAM_CONSUMER_DURATION: '10ms',
    LOG_LEVEL: 'ERROR',
  },
};

/**
 * This project's engine, from a bundle.
 * @param {string} file
 * @param {string} [name]
 * @returns {Recipe}
 */
export function ours(file, name = 'ours') {
  return {
    name,
    args: (port, _spare, dir) => [
      ...[file, 'engine', '--port', `${port}`, '--data-dir', dir],
      ...['--limits', 'off', '--transition-ms', '10'],
    ],
  };
}

export class RunningEngine {
  /**
   * @param {Recipe} recipe
   * @param {{ child: import('node:child_process').ChildProcess, port: number, dir: string, readyMs: number }} started
   */
  constructor(recipe, { child, port, dir, readyMs }) {
    this.name = recipe.name;
    this.child = child;
    this.port = port;
    this.dir = dir;
    /** From its start to its first answer. */
    this.readyMs = readyMs;
  }

  get pid() {
    return this.child.pid ?? 0;
  }

  /** Holds it still while another is measured, so that its timers cost the other nothing. */
  pause() {
    this.child.kill('SIGSTOP');
  }

  resume() {
    this.child.kill('SIGCONT');
  }

  /** @param {NodeJS.Signals} [signal] */
  async stop(signal = 'SIGKILL') {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.resume();
    this.child.kill(signal);
    await ended;
  }

  async discard() {
    await this.stop();
    await rm(this.dir, { recursive: true, force: true });
  }
}

/**
 * Starts a process and waits for its first answer to ListStreams.
 * @param {Recipe} recipe
 * @param {string} [dir] A data directory to start from; without one an empty one is made.
 */
export async function startEngine(recipe, dir) {
  const dataDir = dir ?? (await mkdtemp(join(tmpdir(), `bench-${recipe.name}-`)));
  await mkdir(dataDir, { recursive: true });
  const [port, spare] = await freePorts();
  const fill = (/** @type {string} */ text) =>
    text.replace('{port}', `${port}`).replace('{spare}', `${spare}`).replace('{dir}', dataDir);
  const env = Object.entries(recipe.env ?? {}).map(([name, value]) => [name, fill(value)]);
  const startMs = performance.now();
  const child = spawn(process.execPath, recipe.args(port, spare, dataDir), {
    cwd: recipe.cwd,
    env: { ...process.env, ...Object.fromEntries(env) },
    stdio: 'ignore',
  });
  endWithUs(child);
  await firstAnswer(port, child, recipe.name);
  return new RunningEngine(recipe, {
    child,
    port,
    dir: dataDir,
    readyMs: performance.now() - startMs,
  });
}

/**
 * @param {number} port
 * @param {import('node:child_process').ChildProcess} child
 * @param {string} name
 */
async function firstAnswer(port, child, name) {
  const deadlineMs = performance.now() + START_MS_MAX;
  while (performance.now() < deadlineMs) {
    if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}`);
    try {
      const connection = await Connection.open(port);
      await connection.call('ListStreams', {}).finally(() => connection.close());
      return;
    } catch {
      await sleep(PROBE_PAUSE_MS);
    }
  }
  throw new Error(`${name} did not answer within ${START_MS_MAX} ms`);
}

/** @returns {Promise<[number, number]>} */
async function freePorts() {
  const servers = [createServer(), createServer()];
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise((resolve) => {
          server.listen(0, '127.0.0.1', () => {
            const address = server.address();
            resolve(typeof address === 'object' ? address?.port : 0);
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return /** @type {[number, number]} */ (ports);
}

/** @type {Set<import('node:child_process').ChildProcess>} */
const children = new Set();
let watching = false;

/** @param {import('node:child_process').ChildProcess} child */
function endWithUs(child) {
  if (!watching) {
    watching = true;
    process.once('exit', () => {
      for (const running of children) running.kill('SIGKILL');
    });
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
      process.once(signal, () => process.exit(130));
    }
  }
  children.add(child);
  child.once('exit', () => children.delete(child));
}
