import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { plainDecoder } from '../../../../src/tail/decoding.ts';
import { Candidate } from '../../../../src/tail/filter/candidate.ts';
import { FilterIndex } from '../../../../src/tail/filter/filterIndex.ts';
import { RecordWindow } from '../../../../src/tail/window/recordWindow.ts';

describe('the index of a filter', () => {
  it('goes on after a record that brings a condition down', () => {
    const window = new RecordWindow();
    for (const partitionKey of ['a', 'hostile', 'b']) {
      const data = new Uint8Array(0);
      const record = { sequenceNumber: '1', arrivalMs: 0, encryptionType: undefined };
      window.append('s', { ...record, partitionKey, data });
    }
    const fails = ({ partitionKey }: { readonly partitionKey: string }): boolean => {
      if (partitionKey === 'hostile') throw new RangeError('Maximum call stack size exceeded');
      return true;
    };
    const index = new FilterIndex(fails, new Candidate(window, plainDecoder), 0);
    index.scanSlice(3, () => 0);
    assert.deepEqual([index.numberOf(0), index.numberOf(1), index.end], [0, 2, 2]);
    const { pending, errors, lastError } = index.counts(3);
    assert.deepEqual([pending, errors, lastError], [0, 1, 'The data could not be looked into.']);
  });
});
