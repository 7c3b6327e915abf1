/** `npm run package`: makes the VSIX. */
import './lib/nodeAndPackages.mjs';
import { main } from './lib/console.mjs';

const { packageExtension } = await import('./lib/package.mjs');

await main(async () => void (await packageExtension()));
