import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RecordDetail } from '../../../../src/protocol/webview/tail.ts';
import { headerEntries } from '../../../../webview/tail/detail/headers.ts';
import { rowOf } from '../tailRows.ts';

const DETAIL: RecordDetail = {
  row: rowOf(1),
  data: new Uint8Array(),
  encryptionType: undefined,
  sequenceTimeMs: undefined,
  hashKey: '170141183460469231731687303715884105728',
  decoded: { kind: 'text', text: '', isComplete: true, steps: [] },
};

function hashKeyOf(detail: RecordDetail): string | undefined {
  return new Map(headerEntries(detail, { format: 'utc', nowMs: 0 })).get('Hash key');
}

describe('the headers of a record', () => {
  it('say where its key falls', () => {
    assert.equal(hashKeyOf(DETAIL), `${DETAIL.hashKey} · at 50.00 % of all hash keys`);
  });

  it('do not, where the key is masked', () => {
    assert.equal(hashKeyOf({ ...DETAIL, hashKey: '••••' }), '••••');
  });
});
