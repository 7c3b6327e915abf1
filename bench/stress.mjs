/**
 * `npm run stress [-- --rounds N] [--seed N]`: kills the engine under load N times (300) and checks
 * after each restart that nothing that it acknowledged is lost.
 */
import '../scripts/lib/nodeAndPackages.mjs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { main, say } from '../scripts/lib/console.mjs';

const { crashRounds } = await import('../test/support/crashRounds.ts');
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '300' }, seed: { type: 'string' } },
});

await main(async () => {
  const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 32));
  const dataDir = await mkdtemp(join(tmpdir(), 'stress-'));
  say(`Killing the engine ${values.rounds} times; the seed is ${seed}`);
  const report = await crashRounds({
    dataDir,
    seed,
    rounds: Number(values.rounds),
    onRound: (round, records) => {
      if (round % 20 === 0) say(`${round} kills, ${records} records acknowledged, none lost`);
    },
  });
  process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
  // What was lost can be looked at.
  if (report.losses.length > 0) say(`The data stays in ${dataDir}`);
  else await rm(dataDir, { recursive: true });
  return report.losses.length === 0 ? 0 : 1;
});
