/** Makes the extension's package: a release build and vsce, which adds only what .vscodeignore names. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { build, writeNotices } from './build.mjs';
import { Stop, say } from './console.mjs';
import { root } from './paths.mjs';
import { run } from './processes.mjs';

/** @returns {Promise<string>} The package's file. */
export async function packageExtension() {
  const { name, version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const file = join(root, `${name}-${version}.vsix`);
  await writeNotices(await build({ production: true }), 'dist/THIRD_PARTY_NOTICES.txt');
  say('Packaging');
  const vsce = join(root, 'node_modules/@vscode/vsce/vsce');
  const options = [
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
  ];
  const { code, output } = await run(
    process.execPath,
    [vsce, 'package', ...options, '--out', file],
    { cwd: root },
  );
  if (code !== 0) throw new Stop(`${output}\nvsce made no package; the lines above say why.`);
  const { size } = await stat(file);
  say(`${file} is ${(size / 1_000_000).toFixed(2)} MB`);
  return file;
}
