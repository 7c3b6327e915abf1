/** `npm run check`: types, lint, import arrows and format. */
import './lib/nodeAndPackages.mjs';
import { main } from './lib/console.mjs';
import { check } from './lib/check.mjs';

await main(async () => {
  const { passed, failed } = await check();
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
});
