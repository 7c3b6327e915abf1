/**
 * `npm run bench [-- scenario…] [--quick] [--against name=engine.js]`: measures the engine against
 * its peers and against the limit. `docs/performance.md` says what the figures mean and keeps the
 * last ones. `--against` adds another build of the engine, to see what a change brings.
 */
import '../scripts/lib/nodeAndPackages.mjs';
import { parseArgs } from 'node:util';
import { Stop, main, say, secondsSince } from '../scripts/lib/console.mjs';

const { buildEngine } = await import('./lib/buildEngine.mjs');
const { ours } = await import('./lib/engines.mjs');
const { installPeers } = await import('./lib/peers.mjs');
const { scenarios } = await import('./scenarios/all.mjs');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    against: { type: 'string', multiple: true, default: [] },
  },
});

await main(async () => {
  const unknown = positionals.find((name) => scenarios.every((known) => known.name !== name));
  if (unknown !== undefined) {
    const names = scenarios.map(({ name }) => name).join(', ');
    throw new Stop(`There is no scenario ${unknown}; there are ${names}.`);
  }
  await installPeers();
  const engine = await buildEngine();
  try {
    await runScenarios([ours(engine.file), ...values.against.map(contender)]);
  } finally {
    await engine.dispose();
  }
});

/** @param {readonly import('./lib/engines.mjs').Recipe[]} contenders */
async function runScenarios(contenders) {
  for (const scenario of scenarios) {
    if (positionals.length > 0 && !positionals.includes(scenario.name)) continue;
    say(scenario.work);
    const startMs = performance.now();
    const figures = await scenario.run({ contenders, quick: values.quick });
    for (const line of lines(figures)) process.stdout.write(`${line}\n`);
    say(`${scenario.name} took ${secondsSince(startMs)}`);
  }
}

/** @param {string} text */
function contender(text) {
  const equals = text.indexOf('=');
  return ours(text.slice(equals + 1), text.slice(0, equals));
}

/** @param {Map<string, number>} figures */
function lines(figures) {
  const own = figures.get('ours');
  return [...figures].map(([name, value]) => {
    const ratio =
      own === undefined || name === 'ours' ? '' : `   ours is ${(own / value).toFixed(2)} of it`;
    return `  ${name.padEnd(40)} ${format(value).padStart(12)}${ratio}`;
  });
}

/** @param {number} value */
function format(value) {
  return value >= 1000 ? Math.round(value).toLocaleString('en') : value.toFixed(value < 10 ? 2 : 1);
}
