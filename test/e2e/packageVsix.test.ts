import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { packageExtension } from '../../scripts/lib/package.mjs';
import { Workbench } from './support/workbench.ts';

/** Far above what it is; a package that grows beyond it has swallowed something. */
const packageBytesMax = 1_500_000;

/** Each of these, and nothing else; vsce gives the papers their names. */
const expected = [
  /^dist\/aws\.js$/,
  /^dist\/engine\.js$/,
  /^dist\/extension\.js$/,
  /^dist\/glue\.js$/,
  /^dist\/tail\.js$/,
  /^dist\/THIRD_PARTY_NOTICES\.txt$/,
  /^dist\/webview\/[\w-]+\.(css|js|ttf)$/,
  /^media\/kinesis-seed\.schema\.json$/,
  /^media\/[\w-]+\.(png|svg)$/,
  /^media\/walkthrough\/\w+\.md$/,
  /^changelog\.md$/i,
  /^readme\.md$/i,
  /^LICENSE\.txt$/,
  /^package\.json$/,
];

describe('the package', () => {
  let vsix = '';
  let workbench: Workbench;

  before(async () => {
    vsix = await packageExtension();
    workbench = await Workbench.open({ vsix, settings: { 'kinesisWorkbench.engine.port': 0 } });
  });
  afterEach((test) => workbench.keepFailure(test));
  after(async () => {
    await workbench.close();
    await rm(vsix, { force: true });
  });

  it('is small', async () => {
    const { size } = await stat(vsix);
    assert.ok(size < packageBytesMax, `${size} bytes`);
  });

  it('holds the programs, the pictures and the papers, and nothing else', async () => {
    const installed = globSync(`${workbench.extensionsDir}/*/**/*`, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => relative(workbench.extensionsDir, file).replace(/^[^/]*\//, ''));
    const missing = expected.filter((pattern) => !installed.some((file) => pattern.test(file)));
    const unwanted = installed.filter((file) => !expected.some((pattern) => pattern.test(file)));
    assert.deepEqual({ missing, unwanted }, { missing: [], unwanted: [] });
  });

  it('activates in a VS Code that has nothing else', async () => {
    await workbench.openSidebar();
    await workbench.tree('Streams').welcome().getByText('The local engine is stopped').waitFor();
  });

  it('starts its own engine', async () => {
    await workbench.runCommand('Kinesis: Start Local Engine');
    await workbench.tree('Streams').welcome().getByText('has no streams yet').waitFor();
  });
});
