/**
 * `npm run test:interop [language…]`: a short program for each of AWS's other SDKs against the local
 * engine. A language that is not installed is named and passed over. Their packages come from the
 * registries of the languages on the first run and are kept below `node_modules/.cache`.
 */
import './lib/nodeAndPackages.mjs';
import { Stop, main, say, secondsSince } from './lib/console.mjs';

const { installed, languages, runLanguage, schemes } = await import('./lib/interop.mjs');
const { build } = await import('./lib/build.mjs');

const wanted = process.argv.slice(2);

await main(async () => {
  const unknown = wanted.find((name) => !languages.some((language) => language.name === name));
  if (unknown !== undefined) {
    const known = languages.map(({ name }) => name).join(', ');
    throw new Stop(`There is no program in ${unknown}; there are ${known}.`);
  }
  await build();
  const total = { passed: 0, failed: 0, absent: 0 };
  for (const language of languages) {
    if (wanted.length > 0 && !wanted.includes(language.name)) continue;
    if (!(await installed(language))) {
      say(`${language.name}: not installed`);
      total.absent += 1;
      continue;
    }
    for (const scheme of schemes) {
      const name = `${language.name} over ${scheme}`;
      say(`Running ${name}`);
      const startMs = performance.now();
      const passed = await runLanguage(language, scheme);
      total[passed ? 'passed' : 'failed'] += 1;
      say(`${name}: ${passed ? 'passed' : 'failed'} (${secondsSince(startMs)})`);
    }
  }
  process.stdout.write(
    `${total.passed} passed, ${total.failed} failed, ${total.absent} not installed\n`,
  );
  return total.failed === 0 ? 0 : 1;
});
