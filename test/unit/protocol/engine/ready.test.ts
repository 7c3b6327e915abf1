import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { parseEngineFirstLine } from '../../../../src/protocol/engine/ready.ts';

describe('parseEngineFirstLine', () => {
  it('reads a ready line and a refusal', () => {
    const ready = { ready: true, http: 'http://127.0.0.1:4567', pid: 7, version: '0.1.0' } as const;
    const refusal = { ready: false, code: 'portInUse', message: 'Port 4567 is in use.' } as const;
    assert.deepEqual(
      [ready, refusal].map((line) => parseEngineFirstLine(JSON.stringify(line))),
      [ready, refusal],
    );
  });

  it('takes nothing else for one', () => {
    const lines = ['', 'Listening on 4567', '{', 'null', 'true', '[]', '{}', '{"ready":"yes"}'];
    assert.deepEqual(
      lines.map(parseEngineFirstLine),
      lines.map(() => undefined),
    );
  });
});
