/** Makes the extension's package: a release build and vsce, which adds only what .vscodeignore names. */
import { cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, writeNotices } from './build.mjs';
import { Stop, say } from './console.mjs';
import { paperOf } from './papers.mjs';
import { root } from './paths.mjs';
import { run } from './processes.mjs';

const PAPERS = ['README.md', 'CHANGELOG.md'];
const OTHERS = ['package.json', 'LICENSE', '.vscodeignore', 'media', 'dist'];

/** @returns {Promise<string>} The package's file. */
export async function packageExtension() {
  const { name, version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const file = join(root, `${name}-${version}.vsix`);
  await writeNotices(await build({ production: true }), 'dist/THIRD_PARTY_NOTICES.txt');
  say('Packaging');
  const vsce = join(root, 'node_modules/@vscode/vsce/vsce');
  const options = ['--no-dependencies', '--allow-missing-repository'];
  // Apart from the repository, because VS Code takes only papers that lie beside package.json.
  const folder = await mkdtemp(join(tmpdir(), 'kinesis-workbench-package-'));
  let code, output;
  try {
    for (const name of OTHERS) await cp(join(root, name), join(folder, name), { recursive: true });
    for (const name of PAPERS) {
      const text = await readFile(join(root, name), 'utf8');
      await writeFile(join(folder, name), paperOf(text));
    }
    ({ code, output } = await run(process.execPath, [vsce, 'package', ...options, '--out', file], {
      cwd: folder,
    }));
  } finally {
    await rm(folder, { recursive: true });
  }
  if (code !== 0) throw new Stop(`${output}\nvsce made no package; the lines above say why.`);
  const { size } = await stat(file);
  say(`${file} is ${(size / 1_000_000).toFixed(2)} MB`);
  return file;
}
