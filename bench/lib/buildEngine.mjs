import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { bundles } from '../../scripts/lib/bundles.mjs';

/**
 * Builds the engine as it is released, in a place of its own, so that a bench leaves `dist` alone.
 * @returns {Promise<{ file: string, dispose: () => Promise<void> }>}
 */
export async function buildEngine() {
  const { engine } = await bundles({ production: true });
  const dir = await mkdtemp(join(tmpdir(), 'bench-build-'));
  const file = join(dir, 'engine.cjs');
  await esbuild.build({ ...engine, outfile: file });
  return { file, dispose: () => rm(dir, { recursive: true }) };
}
