/** The suites of `npm test`: what each needs, how it runs, how long it may take. */
import { existsSync, globSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { say } from './console.mjs';
import { resultsDir, root } from './paths.mjs';
import { run } from './processes.mjs';

/** No single test takes this long; a hang fails with its name before its suite's time is up. */
const testTimeoutMs = 120_000;

/** When more files than these fail, something is broken. */
const filesRunAgainMax = 2;

/** Starts the tests inside VS Code, through `@vscode/test-electron`. */
const integrationScript = join(root, 'scripts/integration.mjs');

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * @typedef {object} Outcome Of one run of a suite.
 * @property {Counts} counts
 * @property {Readonly<Record<string, Counts>>} files Empty when the run itself went wrong.
 */

/**
 * @typedef {object} Suite
 * @property {string} name
 * @property {boolean} build Whether it runs what `npm run build` makes.
 * @property {boolean} browser
 * @property {boolean} vscode Whether it runs in the VS Code that we install.
 * @property {number} timeoutMs
 * @property {number} parallel How many files run at once.
 * @property {boolean} runsAgain Whether a file that fails gets a second run, and is said to have needed
 *   it. Only where a browser beside us decides when a frame comes: what the engine acknowledged is
 *   there each time, or it is lost.
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
  runsAgain: false,
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
    runsAgain: true,
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
    runsAgain: true,
    timeoutMs: 1_800_000,
  },
];

/**
 * Runs one suite; what it needs is installed and built already.
 * @param {Suite} suite
 * @param {string} only Run only files whose path contains this.
 * @returns {Promise<Counts & { unsteady: readonly string[] }>} `unsteady`: the files that passed only
 *   in a second run.
 */
export async function runSuite(suite, only) {
  if (suite.name === 'integration') {
    return { ...(await runCommand(suite, [integrationScript])).counts, unsteady: [] };
  }
  const files = globSync(`test/${suite.name}/**/*.test.ts`, { cwd: root })
    .filter((file) => file.includes(only))
    .sort();
  if (files.length === 0) {
    return { ...none(`No file of the suite ${suite.name} matches`).counts, unsteady: [] };
  }
  return runFiles(suite, files, (files, parallel) =>
    runCommand(suite, nodeTest({ ...suite, parallel }, files)),
  );
}

/**
 * @param {Suite} suite
 * @param {readonly string[]} all
 * @param {(files: readonly string[], parallel: number) => Promise<Outcome>} runOf
 * @returns {Promise<Counts & { unsteady: readonly string[] }>}
 */
export async function runFiles(suite, all, runOf) {
  const { counts, files } = await runOf(all, suite.parallel);
  const failed = all.filter((file) => (files[file]?.failed ?? 0) > 0);
  const isFew = failed.length > 0 && failed.length <= filesRunAgainMax;
  if (!suite.runsAgain || !isFew) return { ...counts, unsteady: [] };
  say(`Running once more: ${failed.join(', ')}`);
  const second = await runOf(failed, 1);
  const first = sum(failed.map((file) => files[file]));
  return {
    passed: counts.passed - first.passed + second.counts.passed,
    failed: counts.failed - first.failed + second.counts.failed,
    skipped: counts.skipped - first.skipped + second.counts.skipped,
    unsteady: failed.filter((file) => second.files[file]?.failed === 0),
  };
}

/**
 * @param {readonly (Counts | undefined)[]} all
 * @returns {Counts}
 */
function sum(all) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const counts of all) {
    total.passed += counts?.passed ?? 0;
    total.failed += counts?.failed ?? 0;
    total.skipped += counts?.skipped ?? 0;
  }
  return total;
}

/**
 * @param {Suite} suite
 * @param {readonly string[]} command
 * @returns {Promise<Outcome>}
 */
async function runCommand(suite, command) {
  const results = join(resultsDir, `${suite.name}.json`);
  await mkdir(resultsDir, { recursive: true });
  await rm(results, { force: true });
  const env = { ...process.env, KINESIS_WORKBENCH_TEST_RESULTS: results };
  const { code, timedOut, output } = await run(process.execPath, command, {
    cwd: root,
    env: suite.browser ? { ...env, CHROMIUM_PATH: await ensureBrowser() } : env,
    timeoutMs: suite.timeoutMs,
    show: suite.name !== 'integration',
  });
  if (timedOut) return none(`The suite did not end in ${suite.timeoutMs / 60_000} minutes`);
  if (!existsSync(results)) return none(`${output}\nThe suite ended without a result (${code})`);
  return outcomeIn(results, code);
}

/**
 * @param {Suite} suite
 * @param {readonly string[]} files
 */
function nodeTest({ parallel, nodeArgs }, files) {
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
 * @returns {Promise<Outcome>}
 */
async function outcomeIn(file, code) {
  const result = JSON.parse(await readFile(file, 'utf8'));
  const { passed, failed, skipped, files = {}, failures = [] } = result;
  for (const { title, text } of failures) process.stdout.write(`✖ ${title}\n${text}\n`);
  if (passed + failed === 0) return none('No test ran');
  if (code !== 0 && failed === 0) return { counts: { passed, failed: 1, skipped }, files: {} };
  return { counts: { passed, failed, skipped }, files };
}

/**
 * @param {string} reason
 * @returns {Outcome}
 */
function none(reason) {
  process.stdout.write(`✖ ${reason}.\n`);
  return { counts: { passed: 0, failed: 1, skipped: 0 }, files: {} };
}
