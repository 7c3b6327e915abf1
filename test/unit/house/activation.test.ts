import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { it } from 'node:test';
import { root } from '../../../scripts/lib/paths.mjs';

it('activates without the AWS SDK, the network or another process', () => {
  const script = join(root, 'test/support/activateAlone.mjs');
  const report = JSON.parse(execFileSync(process.execPath, [script], { encoding: 'utf8' })) as {
    files: string[];
    attempts: string[];
  };
  const { files, attempts } = report;
  assert.deepEqual({ files, attempts }, { files: ['extension.js'], attempts: [] });
});
