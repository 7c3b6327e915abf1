import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { root } from '../../scripts/lib/paths.mjs';

test('the installed package has the engine as a command', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'kinesis-workbench-bin-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const npm = (args: string[], cwd: string): string =>
    execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const packed = npm(['pack', '--silent', '--pack-destination', folder], root).trim();
  npm(['install', '--silent', '--offline', '--prefix', folder, join(folder, packed)], folder);

  const engine = spawn(
    join(folder, 'node_modules/.bin/kinesis-workbench'),
    ['engine', '--in-memory', '--port', '0'],
    {
      // The Node of this test, which is new enough, also for the command's `#!/usr/bin/env node`.
      env: { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ''}` },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  context.after(() => engine.kill('SIGKILL'));
  const [line] = (await once(createInterface({ input: engine.stdout }), 'line')) as [string];
  const { ready, http } = JSON.parse(line) as { ready: boolean; http: string };
  assert.deepEqual({ ready, host: new URL(http).hostname }, { ready: true, host: '127.0.0.1' });
  engine.kill('SIGTERM');
  assert.deepEqual(await once(engine, 'exit'), [0, null]);
});
