import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { plainDecoder } from '../../../../src/tail/decoding.ts';
import { byArrival } from '../../../../src/tail/window/arrivalOrder.ts';
import { exportSlices } from '../../../../src/tail/export/exportSlices.ts';
import type { RowFormat } from '../../../../src/tail/export/rowFormat.ts';
import { RowSnapshot } from '../../../../src/tail/export/rowSnapshot.ts';
import { EXPORT_SLICE_CHARS, EXPORT_SLICE_RECORDS } from '../../../../src/tail/limits.ts';
import type { SourceRecord } from '../../../../src/tail/source.ts';
import { TailView } from '../../../../src/tail/view/tailView.ts';
import { RecordWindow } from '../../../../src/tail/window/recordWindow.ts';
import { seededRandom } from '../../../support/seededRandom.ts';

const names: RowFormat = {
  head: 'head\n',
  line: ({ record, decoding }) => `${record.partitionKey} ${decoding.text.slice(0, 9)}\n`,
};

function record(key: string, text = '', arrivalMs = 0): SourceRecord {
  const data = new TextEncoder().encode(text);
  return { sequenceNumber: '1', partitionKey: key, arrivalMs, data, encryptionType: undefined };
}

const many = (count: number, text = 'x'): SourceRecord[] =>
  Array.from({ length: count }, (_, index) => record(String(index), text));

describe('an export', () => {
  it('is what was shown at its start, whatever becomes of the view', () => {
    const view = new TailView({ recordsMax: 10, bytesMax: 1_000 });
    view.append('s', [record('a', 'yes'), record('b', 'no'), record('c', 'yes')], 0);
    view.setFilter({ conditions: [{ kind: 'text', text: 'yes' }] });
    view.workSlice(() => 0);
    const found = view.snapshot();
    view.setFilter({ conditions: [] });
    const all = view.snapshot();
    const { generation } = view.counts;
    const chosen = view.snapshot({ generation, ordinals: [2, 0, 99] });
    const stale = view.snapshot({ generation: generation - 1, ordinals: [0] });
    view.append('s', [record('d')], 0);
    view.clear();
    const texts = [found, all, chosen, stale].map((rows) =>
      [...exportSlices(rows, names)].map(({ text }) => text).join(''),
    );
    assert.deepEqual(texts, [
      'head\na yes\nc yes\n',
      'head\na yes\nb no\nc yes\n',
      'head\nc yes\na yes\n',
      'head\n',
    ]);
  });

  it('counts what leaves the window before it is written', () => {
    const view = new TailView({ recordsMax: 1_000, bytesMax: 1_000_000 });
    view.append('s', many(1_000), 0);
    const slices = exportSlices(view.snapshot(), names, undefined, () => 0);
    slices.next();
    view.append('s', many(600), 0);
    const last = [...slices].at(-1);
    assert.deepEqual([last?.written, last?.missing], [900, 100]);
  });

  it('comes in slices that are bounded in records, in what they unpack to, and in time', () => {
    const view = new TailView({ recordsMax: 10_000, bytesMax: 100_000_000 });
    view.append('s', many(2 * EXPORT_SLICE_RECORDS), 0);
    view.append('s', many(3, 'y'), 0);
    const unpacking: RowFormat = {
      head: '',
      line: ({ decoding: { text } }) => (text === 'y' ? 'y'.repeat(EXPORT_SLICE_CHARS) : text),
    };
    const writtenAt = (nowMs: () => number): number[] =>
      [...exportSlices(view.snapshot(), unpacking, undefined, nowMs)].map((it) => it.written);
    assert.deepEqual(
      writtenAt(() => 0),
      [500, 1_000, 1_001, 1_002, 1_003, 1_003],
    );
    let timeMs = 0;
    const slow = writtenAt(() => (timeMs += 4));
    assert.deepEqual(slow.slice(0, 3), [2, 4, 6]);
  });

  it('by arrival keeps the order of each shard and merges the shards by time', () => {
    const seed = 3;
    const random = seededRandom(seed);
    const window = new RecordWindow({ recordsMax: 5_000, bytesMax: 1_000_000 });
    const clocks = new Map<string, number>();
    for (let index = 0; index < 3_000; index++) {
      const shardId = `shard ${Math.floor(random() * 7)}`;
      const arrivalMs = (clocks.get(shardId) ?? 0) + Math.floor(random() * 9);
      clocks.set(shardId, arrivalMs);
      window.append(shardId, record(String(index), '', arrivalMs));
    }
    const rows = new RowSnapshot(window, plainDecoder, { first: 0, end: window.end });
    const order = [...byArrival(rows)].filter((index) => index !== undefined);
    // A stable sort by time is the plain model: within a shard, times never go back.
    const times = order.map((index) => rows.record(index)?.arrivalMs ?? -1);
    assert.deepEqual(
      times,
      [...times].sort((a, b) => a - b),
      `seed ${seed}`,
    );
    assert.deepEqual(
      [...order].sort((a, b) => a - b),
      Array.from({ length: 3_000 }, (_, at) => at),
    );
    const lastOf = new Map<string, number>();
    for (const index of order) {
      const { shardId = '' } = rows.record(index) ?? {};
      assert.ok(index > (lastOf.get(shardId) ?? -1), `seed ${seed}`);
      lastOf.set(shardId, index);
    }
  });
});
