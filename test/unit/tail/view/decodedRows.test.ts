import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';

import { BUILT_IN_DECODERS, builtInPipeline } from '../../../../src/tail/decoders/all.ts';
import { DecodePipeline } from '../../../../src/tail/decoders/pipeline.ts';
import type { PayloadDecoder } from '../../../../src/tail/decoding.ts';
import { MASK_NOTHING, Masking } from '../../../../src/tail/masking/masking.ts';
import { Previews } from '../../../../src/tail/view/previews.ts';
import type { SourceRecord } from '../../../../src/tail/source.ts';
import { TailView } from '../../../../src/tail/view/tailView.ts';
import { aggregateOf } from '../../../support/kplAggregator.ts';

function record(data: Uint8Array, sequenceNumber = '7'): SourceRecord {
  return { sequenceNumber, partitionKey: 'k', arrivalMs: 0, data, encryptionType: undefined };
}

function aggregate(count: number): SourceRecord {
  const users = Array.from({ length: count }, (_, index) => ({
    partitionKey: `key-${index}`,
    data: Buffer.from(`{"n":${index}}`),
    explicitHashKey: `${10n ** 20n + BigInt(index)}`,
  }));
  return record(new Uint8Array(aggregateOf(users).data));
}

describe('rows of packed records', () => {
  it('are the user records, of which each says where it is from', () => {
    const view = new TailView({ recordsMax: 10, bytesMax: 10_000 });
    assert.equal(view.append('s', [aggregate(3), record(new Uint8Array([0x61]), '8')], 0), 2);
    const { rows } = view.rows({ generation: 1, from: 0, count: 10 });
    assert.deepEqual(
      rows.map(({ sequenceNumber, subSequenceNumber, partitionKey, preview, decodedBy }) => [
        sequenceNumber,
        subSequenceNumber,
        partitionKey,
        preview,
        decodedBy,
      ]),
      [
        ['7', 0, 'key-0', '{"n":0}', undefined],
        ['7', 1, 'key-1', '{"n":1}', undefined],
        ['7', 2, 'key-2', '{"n":2}', undefined],
        ['8', undefined, 'k', 'a', undefined],
      ],
    );
    const detail = view.record({ generation: 1, ordinal: 1 });
    assert.deepEqual(
      [detail?.aggregate, detail?.explicitHashKey, detail?.decoded.steps],
      [
        { index: 1, count: 3 },
        '100000000000000000001',
        [
          {
            decoder: 'KPL aggregate',
            outcome: 'decoded',
            note: 'User record 2 of 3; the MD5 is right',
          },
          { decoder: 'JSON', outcome: 'decoded', note: '' },
        ],
      ],
    );
    assert.equal(view.counts.received, 4);
  });

  it('of one aggregate come in together or not at all while the view is paused', () => {
    const view = new TailView({ recordsMax: 5, bytesMax: 10_000 });
    view.append('s', [record(new Uint8Array(1))], 0);
    view.pause();
    assert.equal(view.append('s', [aggregate(4), aggregate(1)], 0), 1);
    assert.equal(view.append('s', [aggregate(1)], 0), 0);
    view.resume();
    assert.equal(view.append('s', [aggregate(4)], 0), 1);
    assert.deepEqual([view.counts.windowRecords, view.counts.dropped], [5, 4]);
  });

  it('stop where decoding them would take long, and go on when they are asked for again', () => {
    const view = new TailView({ recordsMax: 200, bytesMax: 100_000_000 });
    const words = JSON.stringify({ words: 'many words '.repeat(10_000) });
    const packed = new Uint8Array(gzipSync(words));
    for (let count = 0; count < 100; count++) view.append('s', [record(packed)], 0);
    const lengths: number[] = [];
    for (let from = 0; from < 100;) {
      const { rows } = view.rows({ generation: 1, from, count: 100 });
      assert.ok(rows.length > 0);
      assert.equal(rows[0]?.decodedBy, 'gzip → JSON');
      lengths.push(rows.length);
      from += rows.length;
    }
    assert.ok(lengths.length > 5 && lengths.length < 50, lengths.join());
    // What was decoded before costs nothing.
    assert.equal(view.rows({ generation: 1, from: 0, count: 100 }).rows.length, 100);
  });

  it('read differently from now on when other decoders are chosen, and stay where they are', () => {
    const pipeline = new DecodePipeline({ decoders: BUILT_IN_DECODERS });
    const view = new TailView(
      { recordsMax: 10, bytesMax: 10_000 },
      1,
      new Masking(pipeline, MASK_NOTHING),
    );
    view.append('s', [record(new TextEncoder().encode('eyJhIjoxfQ=='))], 0);
    const shown = (): (string | number | boolean | undefined)[] => {
      const { generation, revision } = view.counts;
      const { rows } = view.rows({ generation, from: 0, count: 1 });
      const { isPinned } = view.record({ generation, ordinal: 0 })?.decoded ?? {};
      return [generation, revision, rows[0]?.preview, rows[0]?.decodedBy, isPinned];
    };
    assert.deepEqual(shown(), [1, 0, '{"a":1}', 'base64 → JSON', undefined]);
    pipeline.pin(['text']);
    view.decodeAgain();
    assert.deepEqual(shown(), [1, 1, 'eyJhIjoxfQ==', undefined, true]);
    pipeline.dispose();
  });
});

describe('Previews', () => {
  it('remember the last two thousand that were shown', () => {
    const pipeline = builtInPipeline();
    let decoded = 0;
    const counting: PayloadDecoder = {
      expand: (one) => [one],
      decode: (data, options) => {
        decoded++;
        return pipeline.decode(data, options);
      },
      onChanged: pipeline.onChanged,
    };
    const previews = new Previews(counting);
    const data = new Uint8Array([0x61]);
    for (let number = 0; number < 2_000; number++) previews.get(number, () => data);
    previews.get(0, () => data);
    assert.equal(decoded, 2_000);
    // 1 was used longest ago.
    previews.get(2_000, () => data);
    previews.get(0, () => data);
    previews.get(1, () => data);
    assert.equal(decoded, 2_002);
    previews.clear();
    previews.get(0, () => data);
    assert.equal(decoded, 2_003);
  });
});
