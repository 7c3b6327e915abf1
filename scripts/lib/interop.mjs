/** The programs of test/interop: what each needs, and how it runs against an engine of its own. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './paths.mjs';
import { run, start, stop } from './processes.mjs';

/** The first run fetches packages; Maven's are many. */
const programTimeoutMs = 600_000;

const programs = join(root, 'test/interop');
const cache = join(root, 'node_modules/.cache/interop');
const venv = join(cache, 'python');
const certificate = join(cache, 'certificate.pem');
const python = join(venv, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

/**
 * @typedef {object} Language
 * @property {string} name
 * @property {readonly string[]} version A command that works where the language is installed.
 * @property {() => readonly (readonly string[])[]} commands The last one is the program.
 * @property {string} cwd
 */

/** @type {readonly Language[]} */
export const languages = [
  {
    name: 'python',
    version: ['python3', '--version'],
    cwd: join(programs, 'python'),
    commands: () => [
      ...(existsSync(python) ? [] : [['python3', '-m', 'venv', venv]]),
      [python, '-m', 'pip', 'install', '--quiet', '--requirement', 'requirements.txt'],
      [python, 'interop.py'],
    ],
  },
  {
    name: 'go',
    version: ['go', 'version'],
    cwd: join(programs, 'go'),
    commands: () => [['go', 'run', '.']],
  },
  {
    name: 'java',
    version: ['mvn', '--version'],
    cwd: join(programs, 'java'),
    commands: () => [['mvn', '--quiet', '--batch-mode', 'compile', 'exec:java']],
  },
];

/** @param {Language} language */
export async function installed({ version: [command = '', ...args] }) {
  return (await run(command, args)).code === 0;
}

/** Both of the engine's ports. */
export const schemes = /** @type {const} */ (['http', 'https']);

/**
 * Whether the language's program was content. What it says goes to our output.
 * @param {Language} language
 * @param {(typeof schemes)[number]} scheme
 */
export async function runLanguage({ commands, cwd }, scheme) {
  await mkdir(cache, { recursive: true });
  const engine = start(process.execPath, [
    join(root, 'dist/engine.js'),
    'engine',
    ...['--port', '0', '--tls-port', '0', '--export-certificate', certificate],
    ...['--in-memory', '--stop-with-stdin'],
  ]);
  try {
    const ready = await readyLineOf(engine);
    const trust = scheme === 'https' ? { AWS_CA_BUNDLE: certificate } : {};
    const env = { ...process.env, ...environment(ready[scheme]), ...trust };
    for (const [command = '', ...args] of commands()) {
      const options = { cwd, env, show: true, timeoutMs: programTimeoutMs };
      const { code } = await run(command, args, options);
      if (code !== 0) return false;
    }
    return true;
  } finally {
    await stop(engine);
  }
}

/**
 * @param {import('node:child_process').ChildProcess} engine
 * @returns {Promise<Record<(typeof schemes)[number], string>>}
 */
async function readyLineOf({ stdout }) {
  if (stdout === null) throw new Error('The engine has no output');
  const [line] = await once(createInterface({ input: stdout }), 'line');
  return JSON.parse(line);
}

/** @param {string} endpoint */
function environment(endpoint) {
  return {
    KINESIS_ENDPOINT: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}
