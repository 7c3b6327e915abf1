/**
 * `npm test [suite…] [--only text]`: every check and every test, or the named suites of them. The
 * last line says how many passed and failed.
 */
import './lib/nodeAndPackages.mjs';
import { parseArgs } from 'node:util';
import { Stop, main, say, secondsSince } from './lib/console.mjs';

const { build } = await import('./lib/build.mjs');
const { ensureBrowser } = await import('./lib/browser.mjs');
const { check } = await import('./lib/check.mjs');
const { runSuite, suites } = await import('./lib/suites.mjs');
const { installVscode } = await import('./lib/vscode.mjs');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', default: '' } },
});

await main(async () => {
  const names = positionals.length > 0 ? positionals : ['check', ...suites.map(({ name }) => name)];
  const unknown = names.find((name) => name !== 'check' && !suites.some((s) => s.name === name));
  if (unknown !== undefined) {
    const known = ['check', ...suites.map(({ name }) => name)].join(', ');
    throw new Stop(`There is no suite ${unknown}; there are ${known}.`);
  }
  const chosen = suites.filter(({ name }) => names.includes(name));
  await prepare(chosen);
  const total = { passed: 0, failed: 0 };
  /** @type {string[]} */
  const unsteady = [];
  if (names.includes('check')) add(total, await timed('check', check));
  for (const suite of chosen) {
    const counts = await timed(suite.name, () => runSuite(suite, values.only));
    add(total, counts);
    unsteady.push(...counts.unsteady);
  }
  for (const file of unsteady) say(`${file} passed only in its second run: find out why`);
  process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
  return total.failed === 0 ? 0 : 1;
});

/** @param {readonly import('./lib/suites.mjs').Suite[]} chosen */
async function prepare(chosen) {
  if (chosen.some((suite) => suite.browser)) say(`Using the browser ${await ensureBrowser()}`);
  if (chosen.some((suite) => suite.vscode)) await installVscode();
  if (chosen.some((suite) => suite.build)) await build();
}

/**
 * @param {string} name
 * @template {{ passed: number, failed: number, skipped?: number }} Counts
 * @param {() => Promise<Counts>} work
 */
async function timed(name, work) {
  say(`Running ${name}`);
  const startMs = performance.now();
  const counts = await work();
  const { passed, failed, skipped = 0 } = counts;
  const left = skipped === 0 ? '' : `, ${skipped} skipped (counted as failed)`;
  say(`${name}: ${passed} passed, ${failed} failed${left} (${secondsSince(startMs)})`);
  return { ...counts, failed: failed + skipped };
}

/**
 * @param {{ passed: number, failed: number }} total
 * @param {{ passed: number, failed: number }} more
 */
function add(total, more) {
  total.passed += more.passed;
  total.failed += more.failed;
}
