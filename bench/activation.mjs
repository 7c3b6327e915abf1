/**
 * `node bench/activation.mjs`: what activation costs, as the median of fresh processes. Beside it
 * stands the start of the same Node with nothing to load, and the AWS SDK's bundle, which
 * activation leaves alone.
 */
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './lib/statistics.mjs';

const RUNS = 15;
const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const activations = Array.from({ length: RUNS }, () =>
  JSON.parse(
    execFileSync(process.execPath, [join(root, 'test/support/activateAlone.mjs')], {
      encoding: 'utf8',
    }),
  ),
);
const sdkMs = Array.from({ length: RUNS }, () => {
  const script = `const t=performance.now();require(${JSON.stringify(join(root, 'dist/aws.js'))});process.stdout.write(String(performance.now()-t))`;
  return Number(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }));
});

/** @type {readonly (readonly [string, number])[]} */
const rows = [
  ['load dist/extension.js', median(activations.map((run) => Number(run.loadMs)))],
  ['activate', median(activations.map((run) => Number(run.activateMs)))],
  ['load dist/aws.js (on first use, not at activation)', median(sdkMs)],
];
for (const [name, ms] of rows) process.stdout.write(`${name}: ${ms.toFixed(1)} ms\n`);
