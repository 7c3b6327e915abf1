/**
 * What esbuild makes of the sources: one bundle a program, plus the integration tests. The engine
 * and the page do not know the module `vscode`, so importing it there fails the build; the AWS SDK,
 * its client of Glue and the tail are files of their own that the extension loads when it first needs them.
 */
import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './paths.mjs';

/** The doors of the rooms that load late, and the bundles that they become. */
const late = [
  { what: 'the AWS SDK', door: /\/aws\/sdk\.ts$/, bundle: './aws.js' },
  { what: 'the client of Glue', door: /\/glue\.ts$/, bundle: './glue.js' },
  { what: 'the tail', door: /\/tail\/main\.ts$/, bundle: './tail.js' },
];

/** The oldest runtimes that the engines of package.json admit. */
const nodeTarget = 'node22.13';
const browserTarget = 'chrome134';

/**
 * Sends the extension's imports of these doors to their bundles, to be loaded when they are reached.
 * @type {import('esbuild').Plugin}
 */
const loadsLate = {
  name: 'loads-late',
  setup(build) {
    for (const { what, door, bundle } of late) {
      build.onResolve({ filter: door }, ({ kind, importer }) => {
        if (kind === 'entry-point') return undefined;
        if (kind === 'dynamic-import') return { path: bundle, external: true };
        const text = `${importer} imports ${what} at start; load it with \`await import(…)\`.`;
        return { errors: [{ text }] };
      });
    }
  },
};

/**
 * @param {object} options
 * @param {boolean} options.production Minified and without source maps.
 * @returns {Promise<Record<string, import('esbuild').BuildOptions>>} By the name of the program.
 */
export async function bundles({ production }) {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  // With the leading dot, without which esbuild takes a path for a package.
  const integrationTests = globSync('test/integration/**/*.test.ts', { cwd: root }).map(
    (file) => `./${file.replaceAll('\\', '/')}`,
  );
  /** @type {import('esbuild').BuildOptions} */
  const common = {
    absWorkingDir: root,
    bundle: true,
    define: { __VERSION__: JSON.stringify(version) },
    legalComments: 'none',
    logLevel: 'silent',
    metafile: true,
    minify: production,
    sourcemap: production ? false : 'linked',
    sourcesContent: false,
  };
  /** @type {import('esbuild').BuildOptions} */
  const node = { ...common, format: 'cjs', platform: 'node', target: nodeTarget };
  return {
    extension: {
      ...node,
      entryPoints: ['src/extension.ts'],
      outfile: 'dist/extension.js',
      external: ['vscode'],
      plugins: [loadsLate],
      // `require` finds the bundles in every extension host; `import()` not in older ones.
      supported: { 'dynamic-import': false },
    },
    aws: {
      ...node,
      entryPoints: ['src/aws/sdk.ts'],
      outfile: 'dist/aws.js',
      plugins: [loadsLate],
      supported: { 'dynamic-import': false },
    },
    glue: { ...node, entryPoints: ['src/aws/glue.ts'], outfile: 'dist/glue.js' },
    tail: { ...node, entryPoints: ['src/tail/main.ts'], outfile: 'dist/tail.js' },
    engine: {
      ...node,
      entryPoints: ['src/engine/main.ts'],
      outfile: 'dist/engine.js',
      banner: { js: '#!/usr/bin/env node' },
    },
    page: {
      ...common,
      entryPoints: { tail: 'webview/tail/main.ts' },
      outdir: 'dist/webview',
      assetNames: '[name]',
      format: 'iife',
      platform: 'browser',
      target: browserTarget,
      loader: { '.ttf': 'file', '.woff2': 'file', '.svg': 'file' },
    },
    'integration tests': {
      ...node,
      entryPoints: ['./test/integration/index.ts', ...integrationTests],
      outdir: 'dist-test/integration',
      outbase: 'test/integration',
      packages: 'external',
      minify: false,
    },
  };
}
