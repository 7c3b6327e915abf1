import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { ListStreamsCommand } from '@aws-sdk/client-kinesis';
import { root } from '../../scripts/lib/paths.mjs';
import { CLIENT_KINDS, kinesisClient } from '../support/engine.ts';

/** What Node loads for HTTP/2 and for TLS, which takes a sixth of a start. */
const LATE = ['internal/http2/core', '_tls_wrap'];

/** Says on stderr, when the process ends, what Node had loaded by then. */
const REPORT = `data:text/javascript,${encodeURIComponent(
  "process.on('exit', () => console.error('loaded', JSON.stringify(process.moduleLoadList)))",
)}`;

describe('the start of the engine', () => {
  for (const kind of CLIENT_KINDS) {
    it(`leaves HTTP/2 and TLS, with its certificate, until they are used: ${kind}`, async (context) => {
      const dataDir = mkdtempSync(join(tmpdir(), 'start-test-'));
      context.after(() => {
        rmSync(dataDir, { recursive: true, force: true });
      });
      // As it is released: Node loads more for modules that are not bundled.
      const args = [join(root, 'dist/engine.js'), 'engine', '--port', '0', '--data-dir', dataDir];
      const engine = spawn(process.execPath, ['--import', REPORT, ...args]);
      context.after(() => engine.kill('SIGKILL'));
      const errors = text(engine.stderr);
      const [line] = (await once(createInterface({ input: engine.stdout }), 'line')) as [string];
      const { http, https } = JSON.parse(line) as { http: string; https?: string };
      const client = kinesisClient(http, kind);
      await client.send(new ListStreamsCommand());
      client.destroy();
      engine.kill('SIGTERM');
      const loaded = /^loaded (.+)$/m.exec(await errors)?.[1] ?? '';
      const late = LATE.filter((name) => loaded.includes(`NativeModule ${name}"`));
      const isHttp2 = kind === 'default client (HTTP/2)';
      assert.deepEqual(
        [typeof https, isHttp2 ? late.slice(0, 1) : late, existsSync(join(dataDir, 'tls.pem'))],
        ['string', isHttp2 ? LATE.slice(0, 1) : [], false],
      );
    });
  }
});
