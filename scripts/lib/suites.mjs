/** The suites of `npm test`: what each needs, how it runs, how long it may take. */
import { existsSync, globSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { resultsDir, root } from './paths.mjs';
import { run } from './processes.mjs';

/** No single test takes this long; a hang fails with its name before its suite's time is up. */
const testTimeoutMs = 120_000;

/** Starts the tests inside VS Code, through `@vscode/test-electron`. */
const integrationScript = join(root, 'scripts/integration.mjs');

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * @typedef {object} Suite
 * @property {string} name
 * @property {boolean} build Whether it runs what `npm run build` makes.
 * @property {boolean} browser
 * @property {boolean} vscode Whether it runs in the VS Code that we install.
 * @property {number} timeoutMs
 * @property {number} parallel How many files run at once.
 * @property {readonly string[]} nodeArgs
 */

/** @type {Suite} */
const plain = {
  name: '',
  build: false,
  browser: false,
  vscode: false,
  timeoutMs: 900_000,
  parallel: 2,
  nodeArgs: [],
};

/** @type {readonly Suite[]} */
export const suites = [
  { ...plain, name: 'unit', build: true, nodeArgs: ['--import', './test/support/leaks.ts'] },
  { ...plain, name: 'engine', build: true },
  {
    ...plain,
    name: 'webview',
    browser: true,
    // One build of the page and one browser, whatever the number of files.
    nodeArgs: ['--test-global-setup=./test/webview/support/globalSetup.ts'],
  },
  {
    ...plain,
    name: 'integration',
    build: true,
    browser: true,
    vscode: process.env.KINESIS_WORKBENCH_VSCODE === undefined,
  },
  {
    ...plain,
    name: 'e2e',
    build: true,
    browser: true,
    vscode: true,
    parallel: 1,
    timeoutMs: 1_800_000,
  },
];

/**
 * Runs one suite; what it needs is installed and built already.
 * @param {Suite} suite
 * @param {string} only Run only files whose path contains this.
 * @returns {Promise<Counts>}
 */
export async function runSuite(suite, only) {
  const results = join(resultsDir, `${suite.name}.json`);
  await mkdir(resultsDir, { recursive: true });
  await rm(results, { force: true });
  const command = suite.name === 'integration' ? [integrationScript] : nodeTest(suite, only);
  if (command === undefined) return none(`No file of the suite ${suite.name} matches`);
  const env = { ...process.env, KINESIS_WORKBENCH_TEST_RESULTS: results };
  const { code, timedOut, output } = await run(process.execPath, command, {
    cwd: root,
    env: suite.browser ? { ...env, CHROMIUM_PATH: await ensureBrowser() } : env,
    timeoutMs: suite.timeoutMs,
    show: suite.name !== 'integration',
  });
  if (timedOut) return none(`The suite did not end in ${suite.timeoutMs / 60_000} minutes`);
  if (!existsSync(results)) return none(`${output}\nThe suite ended without a result (${code})`);
  return counted(results, code);
}

/**
 * @param {Suite} suite
 * @param {string} only
 */
function nodeTest({ name, parallel, nodeArgs }, only) {
  const files = globSync(`test/${name}/**/*.test.ts`, { cwd: root })
    .filter((file) => file.includes(only))
    .sort();
  if (files.length === 0) return undefined;
  return [
    ...nodeArgs,
    '--test',
    `--test-concurrency=${parallel}`,
    `--test-timeout=${testTimeoutMs}`,
    '--test-reporter=./scripts/lib/testReporter.mjs',
    ...files,
  ];
}

/**
 * @param {string} file
 * @param {number} code The exit code, which must agree with the counts.
 * @returns {Promise<Counts>}
 */
async function counted(file, code) {
  const { passed, failed, skipped, failures = [] } = JSON.parse(await readFile(file, 'utf8'));
  for (const { title, text } of failures) process.stdout.write(`✖ ${title}\n${text}\n`);
  if (passed + failed === 0) return none('No test ran');
  if (code !== 0 && failed === 0) return { passed, failed: 1, skipped };
  return { passed, failed, skipped };
}

/**
 * @param {string} reason
 * @returns {Counts}
 */
function none(reason) {
  process.stdout.write(`✖ ${reason}.\n`);
  return { passed: 0, failed: 1, skipped: 0 };
}
