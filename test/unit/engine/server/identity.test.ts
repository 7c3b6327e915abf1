import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { silentLog } from '../../../../src/engine/log.ts';
import { IDENTITY_FILE, identityOf } from '../../../../src/engine/server/identity.ts';

const NOW_MS = Date.parse('2026-05-04');
const DAY_MS = 86_400_000;

function directory(context: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'identity-test-'));
  context.after(() => {
    rmSync(path, { recursive: true, force: true });
  });
  return path;
}

describe('identityOf', () => {
  const identity = (dataDir: string | undefined, host = '127.0.0.1', nowMs = NOW_MS): string => {
    const { key, certificate } = identityOf({ dataDir, host, nowMs, log: silentLog });
    return `${key}${certificate}`;
  };

  it('is the same for a data directory, and a new one without', (context) => {
    const dataDir = directory(context);
    const kept = [identity(dataDir), identity(dataDir), identity(dataDir, 'localhost')];
    assert.deepEqual(
      [new Set(kept).size, new Set([identity(undefined), identity(undefined)]).size],
      [1, 2],
    );
    assert.deepEqual(readdirSync(dataDir), [IDENTITY_FILE]);
  });

  it('is a new one when what was kept is damaged, past its time or of another host', (context) => {
    const dataDir = directory(context);
    const path = join(dataDir, IDENTITY_FILE);
    const made = [identity(dataDir)];
    writeFileSync(path, 'no certificate');
    made.push(identity(dataDir), identity(dataDir, '10.0.0.7'));
    made.push(identity(dataDir, '10.0.0.7', NOW_MS + 825 * DAY_MS));
    assert.equal(new Set(made).size, 4);
  });

  it('serves all the same when it cannot be kept', (context) => {
    const dataDir = join(directory(context), 'not', 'there');
    assert.match(identity(dataDir), /BEGIN CERTIFICATE/);
  });
});
