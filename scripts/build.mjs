/** `npm run build`: builds the programs; `--watch` builds again on changes, `--production` for release. */
import './lib/nodeAndPackages.mjs';
import { parseArgs } from 'node:util';
import { main } from './lib/console.mjs';

const { build, watch } = await import('./lib/build.mjs');
const { values } = parseArgs({
  options: { watch: { type: 'boolean' }, production: { type: 'boolean' } },
});

await main(async () => {
  if (values.watch) await watch();
  else await build({ production: values.production ?? false });
});
