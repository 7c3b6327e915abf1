/**
 * `npm run bench:tail [-- scenario…] [--quick]`: measures the tail in a real VS Code in a real browser,
 * and its window in this process. `docs/performance.md` says what the figures mean and keeps the last.
 */
import '../scripts/lib/nodeAndPackages.mjs';
import { parseArgs } from 'node:util';
import { Stop, main, say, secondsSince } from '../scripts/lib/console.mjs';

const { build } = await import('../scripts/lib/build.mjs');
const { scenarios } = await import('./tail/all.mjs');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false } },
});

await main(async () => {
  const names = scenarios.map(({ name }) => name);
  const unknown = positionals.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new Stop(`There is no scenario ${unknown}; there are ${names.join(', ')}.`);
  }
  await build({ production: true });
  for (const scenario of scenarios) {
    if (positionals.length > 0 && !positionals.includes(scenario.name)) continue;
    say(scenario.work);
    const startMs = performance.now();
    for (const [what, figure] of await scenario.run({ quick: values.quick })) {
      process.stdout.write(`  ${what.padEnd(58)} ${figure}\n`);
    }
    say(`${scenario.name} took ${secondsSince(startMs)}`);
  }
});
