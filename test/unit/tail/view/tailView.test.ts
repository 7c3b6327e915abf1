import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { SourceRecord } from '../../../../src/tail/source.ts';
import type { Condition } from '../../../../src/formats/filter.ts';
import { TailView } from '../../../../src/tail/view/tailView.ts';

function records(count: number, bytes = 1): SourceRecord[] {
  return Array.from({ length: count }, (_, index) => ({
    sequenceNumber: String(index),
    partitionKey: 'k',
    arrivalMs: 0,
    data: new Uint8Array(bytes).fill(0x61),
    encryptionType: undefined,
  }));
}

describe('TailView', () => {
  it('gives at most 500 rows, and none for numbers that make no sense', () => {
    const view = new TailView({ recordsMax: 2_000, bytesMax: 10_000 });
    view.append('s', records(1_000), 0);
    const asked: [number, number][] = [
      [0, 1_000],
      [900, 1_000],
      [-5, 10],
      [1_000, 10],
      [0, -1],
      [Number.NaN, 10],
      [0.5, 1],
    ];
    assert.deepEqual(
      asked.map(([from, count]) => view.rows({ generation: 1, from, count }).rows.length),
      [500, 100, 5, 0, 0, 0, 0],
    );
    assert.equal(view.record({ generation: 1, ordinal: 0.5 }), undefined);
  });

  it('hands out a copy of at most 1 MiB of a record', () => {
    const view = new TailView({ recordsMax: 10, bytesMax: 10_000_000 });
    view.append('s', records(1, 3_000_000), 0);
    view.append('s', records(1, 3), 0);
    const [large, small] = [0, 1].map((ordinal) => view.record({ generation: 1, ordinal }));
    assert.deepEqual(
      [large?.row.bytes, large?.data.length, small?.data.buffer.byteLength],
      [3_000_000, 1_048_576, 3],
    );
  });

  it('hands out all of a record to the host', () => {
    const view = new TailView({ recordsMax: 10, bytesMax: 10_000_000 });
    view.append('s', records(1, 3_000_000), 0);
    const address = { generation: 1, ordinal: 0 };
    assert.equal(view.wholeRecord(address)?.data.length, 3_000_000);
    assert.equal(view.wholeRecord({ ...address, generation: 2 }), undefined);
  });

  it('numbers rows anew only for a filter that may show others', () => {
    const view = new TailView({ recordsMax: 10, bytesMax: 10_000 });
    const text = { kind: 'text', text: 'k' } as const;
    const shard = { kind: 'shard', shardIds: ['s'] } as const;
    const generationWith = (...conditions: Condition[]): number => {
      assert.equal(view.setFilter({ conditions }), undefined);
      assert.deepEqual(view.filter, { conditions });
      return view.counts.generation;
    };
    assert.deepEqual(
      [
        generationWith(),
        generationWith(text, shard),
        generationWith(shard, { ...text, negated: false }),
        generationWith(shard, { kind: 'regex', pattern: 'k' }),
        generationWith(shard, { kind: 'regex', pattern: 'k', negated: true }),
        generationWith(),
        generationWith(),
      ],
      [1, 2, 2, 3, 4, 5, 5],
    );
  });

  it('refuses a filter with a problem and keeps the one before', () => {
    const view = new TailView({ recordsMax: 10, bytesMax: 10_000 });
    const kept = { conditions: [{ kind: 'text', text: 'kept' }] } as const;
    view.setFilter(kept);
    const { generation } = view.counts;
    const problem = view.setFilter({ conditions: [{ kind: 'text', text: 'x'.repeat(2_000) }] });
    assert.deepEqual(
      [problem, view.filter, view.counts.generation],
      [
        { conditionIndex: 0, message: 'The filter is too long: at most 1024 characters each.' },
        kept,
        generation,
      ],
    );
  });

  it('knows where the record that was asked for last is, whatever is filtered', () => {
    const view = new TailView({ recordsMax: 100, bytesMax: 10_000 });
    const named = (name: string): SourceRecord[] =>
      records(20).map((record) => ({ ...record, partitionKey: name }));
    for (const name of ['ana', 'ben', 'ana']) view.append('s', named(name), 0);
    const show = (partitionKeys: readonly string[]): number | undefined => {
      const conditions =
        partitionKeys.length === 0 ? [] : [{ kind: 'key', partitionKeys } as const];
      view.setFilter({ conditions });
      while (view.pending > 0) view.workSlice(() => 0);
      return view.counts.lastRecord;
    };
    assert.equal(view.counts.lastRecord, undefined);
    view.record({ generation: view.counts.generation, ordinal: 45 });
    const seen = [show(['ana']), show(['ben']), show(['ana', 'ben']), show(['ana']), show([])];
    assert.deepEqual(seen, [25, undefined, 45, 25, 45]);
    for (let more = 0; more < 4; more++) view.append('s', named('cyd'), 0);
    assert.equal(view.counts.lastRecord, 45);
    view.append('s', named('cyd'), 0);
    assert.equal(view.counts.lastRecord, undefined);
    view.clear();
    view.append('s', named('ana'), 0);
    assert.equal(view.counts.lastRecord, undefined);
  });
});
