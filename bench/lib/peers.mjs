import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stop, say } from '../../scripts/lib/console.mjs';
import { run } from '../../scripts/lib/processes.mjs';

const bench = dirname(dirname(fileURLToPath(import.meta.url)));

/** Installs the peers in bench's own package, without their install scripts, which none needs. */
export async function installPeers() {
  if (existsSync(join(bench, 'node_modules/.package-lock.json'))) return;
  say('Installing the peers to compare with');
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  const cli = process.env.npm_execpath;
  const { code, output } =
    cli !== undefined && basename(cli) === 'npm-cli.js'
      ? await run(process.execPath, [cli, ...args], { cwd: bench })
      : await run('npm', args, { cwd: bench });
  if (code !== 0) throw new Stop(`${output}\nThe peers could not be installed.`);
}
