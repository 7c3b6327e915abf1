import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { SourceRecord } from '../../../../src/tail/source.ts';
import { RecordWindow, type WindowRecord } from '../../../../src/tail/window/recordWindow.ts';
import { seededRandom } from '../../../support/seededRandom.ts';

function record(sequenceNumber: string, data: Uint8Array): SourceRecord {
  return {
    sequenceNumber,
    partitionKey: `key-${sequenceNumber}`,
    arrivalMs: 1_000,
    data,
    encryptionType: undefined,
  };
}

describe('RecordWindow', () => {
  it('behaves as a plain array that is cut at the front', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = seededRandom(seed);
      const recordsMax = 1 + Math.floor(random() * 3_000);
      const bytesMax = 1 + Math.floor(random() * 600_000);
      const window = new RecordWindow({ recordsMax, bytesMax });
      const model: WindowRecord[] = [];
      let dropped = 0;
      for (let step = 0; step < 4_000; step++) {
        const isLarge = random() < 0.005;
        const length = Math.floor(random() * (isLarge ? 400_000 : 300));
        const shardId = `shard-${Math.floor(random() * 5)}`;
        const added = {
          ...record(String(step), new Uint8Array(length).fill(step)),
          encryptionType: random() < 0.5 ? undefined : 'KMS',
          ...(step > 1_000 && random() < 0.3 ? packed(random) : {}),
        };
        window.append(shardId, added);
        model.push({ ...added, shardId });
        while (model.length > recordsMax || (model.length > 1 && sum(model) > bytesMax)) {
          model.shift();
          dropped++;
        }
        const at = Math.floor(random() * model.length);
        assert.deepEqual(window.get(dropped + at), model[at], `seed ${seed} step ${step}`);
      }
      assert.deepEqual(
        { first: window.first, end: window.end, records: window.records, bytes: window.bytes },
        { first: dropped, end: 4_000, records: model.length, bytes: sum(model) },
        `seed ${seed}`,
      );
      for (const [at, expected] of model.entries()) {
        assert.deepEqual(window.get(dropped + at), expected, `seed ${seed} at ${at}`);
      }
    }
  });

  it('has no record outside [first, end)', () => {
    const window = new RecordWindow({ recordsMax: 2, bytesMax: 100 });
    for (const name of ['1', '2', '3']) window.append('s', record(name, new Uint8Array(1)));
    const found = [-1, 0, 1, 2, 3, 1.5, Number.NaN].map((at) => window.get(at)?.sequenceNumber);
    assert.deepEqual(found, [undefined, undefined, '2', '3', undefined, undefined, undefined]);
  });

  it('holds one record that is larger than the whole window', () => {
    const window = new RecordWindow({ recordsMax: 10, bytesMax: 100 });
    window.append('s', record('1', new Uint8Array(10)));
    window.append('s', record('2', new Uint8Array(1_000).fill(7)));
    assert.deepEqual([window.first, window.end, window.bytes], [1, 2, 1_005]);
    window.append('s', record('3', new Uint8Array(10)));
    assert.deepEqual([window.first, window.end, window.bytes], [2, 3, 15]);
  });

  it('does not keep the memory that a record came in', () => {
    const window = new RecordWindow({ recordsMax: 10, bytesMax: 100 });
    const data = new Uint8Array([1, 2, 3]);
    window.append('s', record('1', data));
    data.fill(9);
    assert.deepEqual(window.get(0)?.data, new Uint8Array([1, 2, 3]));
  });
});

function packed(random: () => number): Pick<SourceRecord, 'aggregate' | 'explicitHashKey'> {
  const count = 1 + Math.floor(random() * 500);
  const aggregate = { index: Math.floor(random() * count), count };
  return random() < 0.5 ? { aggregate } : { aggregate, explicitHashKey: String(random()) };
}

function sum(records: readonly WindowRecord[]): number {
  return records.reduce(
    (bytes, { data, partitionKey }) => bytes + data.length + partitionKey.length,
    0,
  );
}
