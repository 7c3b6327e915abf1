/**
 * What esbuild makes of the sources: one bundle a program, plus the integration tests. The engine
 * and the page do not know the module `vscode`, so importing it there fails the build; the AWS SDK
 * is a file of its own that the extension loads when it first needs it.
 */
import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './paths.mjs';

/** The file that alone imports the AWS SDK, and the bundle that it becomes. */
const awsEntry = /\/aws\/sdk\.ts$/;
const awsBundle = './aws.js';

/** The oldest runtimes that the engines of package.json admit. */
const nodeTarget = 'node22.13';
const browserTarget = 'chrome134';

/**
 * Sends the extension's import of the SDK to its own bundle, to be loaded when it is reached.
 * @type {import('esbuild').Plugin}
 */
const awsApart = {
  name: 'aws-apart',
  setup(build) {
    build.onResolve({ filter: awsEntry }, ({ kind, importer }) => {
      if (kind === 'entry-point') return undefined;
      if (kind === 'dynamic-import') return { path: awsBundle, external: true };
      const text = `${importer} imports the AWS SDK at start; load it with \`await import(…)\`.`;
      return { errors: [{ text }] };
    });
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
      plugins: [awsApart],
      // `require` finds the SDK's bundle in every extension host; `import()` not in older ones.
      supported: { 'dynamic-import': false },
    },
    aws: { ...node, entryPoints: ['src/aws/sdk.ts'], outfile: 'dist/aws.js' },
    engine: {
      ...node,
      entryPoints: ['src/engine/main.ts'],
      outfile: 'dist/engine.js',
      banner: { js: '#!/usr/bin/env node' },
    },
    tail: {
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
