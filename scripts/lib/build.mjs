/** Runs the bundles of `bundles.mjs`: once, or again on every change. */
import { chmod, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import * as esbuild from 'esbuild';
import { bundles } from './bundles.mjs';
import { Stop, say, secondsSince } from './console.mjs';
import { root } from './paths.mjs';

/**
 * Builds everything afresh.
 * @param {object} [options]
 * @param {boolean} [options.production]
 * @param {boolean} [options.quiet] Whether to leave out the sizes.
 * @returns {Promise<string[]>} The files of packages that went into what users get.
 */
export async function build({ production = false, quiet = false } = {}) {
  const startMs = performance.now();
  say(production ? 'Building for release' : 'Building');
  if (production) await rm(join(root, 'dist'), { recursive: true, force: true });
  await rm(join(root, 'dist-test'), { recursive: true, force: true });
  const entries = Object.entries(await bundles({ production }));
  const results = await Promise.all(entries.map(([name, options]) => bundle(name, options)));
  const metafiles = results.map((result) => result.metafile);
  await chmod(join(root, 'dist/engine.js'), 0o755);
  if (!quiet) for (const line of sizes(metafiles)) say(line);
  say(`Built in ${secondsSince(startMs)}`);
  return metafiles.flatMap((metafile) => Object.keys(metafile.inputs));
}

/**
 * @param {string} name
 * @param {import('esbuild').BuildOptions} options
 */
async function bundle(name, options) {
  try {
    return await esbuild.build({ ...options, metafile: true });
  } catch (error) {
    const { errors } = /** @type {import('esbuild').BuildFailure} */ (error);
    throw new Stop(`The ${name} does not build:\n${(errors ?? []).map(oneLine).join('\n')}`);
  }
}

/** Builds, then again whatever changes, until the process is ended. */
export async function watch() {
  /** @type {Set<string>} */
  const building = new Set();
  /**
   * Says when nothing is built any more, in the lines that `.vscode/tasks.json` looks for.
   * @param {string} name
   * @returns {import('esbuild').Plugin}
   */
  const reporter = (name) => ({
    name: 'reporter',
    setup(context) {
      context.onStart(() => {
        if (building.size === 0) say('Building, then again on each change');
        building.add(name);
      });
      context.onEnd(({ errors }) => {
        for (const error of errors) process.stdout.write(`${oneLine(error)}\n`);
        building.delete(name);
        if (building.size === 0) say('Built; waiting for changes');
      });
    },
  });
  const entries = Object.entries(await bundles({ production: false }));
  const contexts = entries.map(([name, options]) =>
    esbuild.context({ ...options, plugins: [...(options.plugins ?? []), reporter(name)] }),
  );
  await Promise.all((await Promise.all(contexts)).map((context) => context.watch()));
}

/** @param {import('esbuild').Message} message */
function oneLine({ location, text }) {
  return location ? `${location.file}:${location.line}:${location.column}: error: ${text}` : text;
}

/** @param {readonly import('esbuild').Metafile[]} metafiles */
function sizes(metafiles) {
  return metafiles
    .flatMap((metafile) => Object.entries(metafile.outputs))
    .filter(([file]) => file.startsWith('dist/') && !file.endsWith('.map'))
    .map(([file, { bytes }]) => `  ${file.padEnd(28)} ${(bytes / 1000).toFixed(0).padStart(6)} kB`);
}

/**
 * Writes the licences of the packages whose code the bundles hold.
 * @param {readonly string[]} inputs Files, as `build` returns them.
 * @param {string} file
 */
export async function writeNotices(inputs, file) {
  const folders = new Set(inputs.map(packageFolder).filter((folder) => folder !== undefined));
  const notices = await Promise.all([...folders].sort().map(notice));
  await writeFile(join(root, file), notices.join(`\n${'-'.repeat(80)}\n\n`));
}

/** @param {string} input */
function packageFolder(input) {
  const path = relative(root, join(root, input)).replaceAll('\\', '/');
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
}

/** @param {string} folder */
async function notice(folder) {
  const { name, version, license } = JSON.parse(
    await readFile(join(root, folder, 'package.json'), 'utf8'),
  );
  const files = (await readdir(join(root, folder))).filter((f) => /^(licen[cs]e|notice)/i.test(f));
  const texts = await Promise.all(files.map((f) => readFile(join(root, folder, f), 'utf8')));
  return [`${name} ${version} (${license ?? 'see below'})`, ...texts].join('\n\n') + '\n';
}
