import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { builtInPipeline } from '../../../../src/tail/decoders/all.ts';
import { Candidate } from '../../../../src/tail/filter/candidate.ts';
import { compileFilter } from '../../../../src/tail/filter/compile.ts';
import { FilterIndex } from '../../../../src/tail/filter/filterIndex.ts';
import { RecordWindow } from '../../../../src/tail/window/recordWindow.ts';

test('a slice ends after a few records that unpack to much, whatever the clock says', () => {
  const data = gzipSync(Buffer.alloc(1_500_000, 'x'));
  const window = new RecordWindow({ recordsMax: 100, bytesMax: 100_000_000 });
  for (let index = 0; index < 12; index++) {
    window.append('shard', {
      sequenceNumber: String(index),
      partitionKey: 'k',
      arrivalMs: 0,
      data,
      encryptionType: undefined,
    });
  }
  const matches = compileFilter({ conditions: [{ kind: 'text', text: 'xx' }] });
  assert.ok(typeof matches === 'function');
  const decoder = builtInPipeline();
  const index = new FilterIndex(matches, new Candidate(window, decoder), 0);
  const pending: number[] = [];
  for (let slice = 0; slice < 3; slice++) {
    index.scanSlice(window.end, () => 0);
    pending.push(index.pending(window.end));
  }
  assert.deepEqual([pending, index.end], [[6, 0, 0], 12]);
  decoder.dispose();
});
