import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { addSettings } from '../../../scripts/lib/settings.mjs';

describe('the settings of a VS Code that is started', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'settings-'));
    file = join(folder, 'Machine/settings.json');
    await addSettings(file, { 'a.first': 1, 'a.second': [2] });
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('are written at the first start', async () => {
    assert.deepEqual(JSON.parse(await readFile(file, 'utf8')), { 'a.first': 1, 'a.second': [2] });
  });

  it('keep at the next start what was added and changed meanwhile', async () => {
    await writeFile(file, '{ "a.first": 10, "connections": [{ "name": "mine" }] }');
    await addSettings(file, { 'a.first': 1, 'a.second': [2] });
    assert.deepEqual(JSON.parse(await readFile(file, 'utf8')), {
      'a.first': 10,
      'a.second': [2],
      connections: [{ name: 'mine' }],
    });
  });

  it('stay as they are where a person wrote a comment', async () => {
    const text = '{ // mine\n "a.first": 10 }';
    await writeFile(file, text);
    await addSettings(file, { 'a.second': [2] });
    assert.equal(await readFile(file, 'utf8'), text);
  });
});
