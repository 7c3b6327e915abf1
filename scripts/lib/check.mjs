/** What machines hold without running the product: types, lint, import arrows, format. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { say, secondsSince } from './console.mjs';
import { root } from './paths.mjs';
import { run } from './processes.mjs';

/** As many at once as the smallest machine that this is meant for has cores. */
const parallelMax = 2;
const stepTimeoutMs = 300_000;

/** @typedef {{ name: string, command: readonly string[], advice: string }} Step */

/** The folders whose code is compiled together: each knows only what its runtime has. */
const typeScriptRooms = [
  'src',
  'src/base',
  'src/formats',
  'src/protocol',
  'src/engine',
  'webview',
  'test',
  'scripts',
  'bench',
].filter((folder) => existsSync(join(root, folder, 'tsconfig.json')));

/** The longest first, so that the others run beside it. */
/** @type {readonly Step[]} */
const steps = [
  {
    name: 'lint',
    command: ['eslint/bin/eslint.js', '.', '--max-warnings=0'],
    advice: 'Mend what ESLint names above.',
  },
  ...typeScriptRooms.map((folder) => ({
    name: `types of ${folder}`,
    command: ['typescript/bin/tsc', '-p', folder],
    advice: `Mend the type errors above; \`npx tsc -p ${folder}\` shows them again.`,
  })),
  {
    name: 'imports',
    command: [
      'dependency-cruiser/bin/dependency-cruise.mjs',
      '--config=.dependency-cruiser.mjs',
      'src',
      'webview',
      'test',
      'scripts',
    ],
    advice: 'An import above goes where its room may not: see docs/architecture.md.',
  },
  {
    name: 'format',
    command: ['prettier/bin/prettier.cjs', '--check', '.'],
    advice: 'Run `npm run format`.',
  },
];

/** @returns {Promise<{ passed: number, failed: number }>} */
export async function check() {
  const waiting = [...steps];
  let failed = 0;
  const worker = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      if (!(await runStep(step))) failed += 1;
    }
  };
  await Promise.all(Array.from({ length: parallelMax }, worker));
  return { passed: steps.length - failed, failed };
}

/** @param {Step} step */
async function runStep({ name, command: [script = '', ...args], advice }) {
  const startMs = performance.now();
  const { code, output, timedOut } = await run(
    process.execPath,
    [join(root, 'node_modules', script), ...args],
    { cwd: root, timeoutMs: stepTimeoutMs },
  );
  if (code === 0) {
    say(`✔ ${name} (${secondsSince(startMs)})`);
    return true;
  }
  const end = timedOut ? `It did not end in ${stepTimeoutMs / 60_000} minutes.` : advice;
  say(`✖ ${name} (${secondsSince(startMs)})\n${output}\n${end}`);
  return false;
}
