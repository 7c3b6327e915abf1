import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';

import { encode as encodeMessagePack } from '@msgpack/msgpack';
import { encode as encodeCbor } from 'cborg';
import { BUILT_IN_DECODERS, builtInPipeline } from '../../../../src/tail/decoders/all.ts';
import { DecodePipeline } from '../../../../src/tail/decoders/pipeline.ts';
import type { Decoding } from '../../../../src/tail/decoding.ts';
import { aggregateOf } from '../../../support/kplAggregator.ts';
import { seededRandom } from '../../../support/seededRandom.ts';

const encoder = new TextEncoder();
const VALUE = { truck: 'truck_71', speeds: [83.1, 12, 1e6], nested: { ä: null, ok: true } };
const JSON_TEXT = JSON.stringify(VALUE);
const IDS = BUILT_IN_DECODERS.map(({ id }) => id);

const REAL: readonly Uint8Array[] = [
  encoder.encode(JSON_TEXT),
  encoder.encode(Buffer.from(JSON_TEXT).toString('base64')),
  encoder.encode(Buffer.from(JSON_TEXT).toString('hex')),
  new Uint8Array(gzipSync(JSON_TEXT)),
  new Uint8Array(deflateSync(JSON_TEXT)),
  new Uint8Array(zstdCompressSync(JSON_TEXT)),
  new Uint8Array(Buffer.from(`\ufeff${JSON_TEXT}`, 'utf16le')),
  encodeMessagePack(VALUE),
  encodeCbor(VALUE),
  new Uint8Array(aggregateOf([{ partitionKey: 'k', data: Buffer.from(JSON_TEXT) }]).data),
];

function check(decoding: Decoding, about: string): void {
  const { kind, text, bytes, steps } = decoding;
  assert.ok(steps.length > 0 && steps.length <= 20, about);
  assert.ok(bytes instanceof Uint8Array, about);
  for (const { note } of steps) assert.ok(!note.endsWith('.'), `${about}: ${note}`);
  if (kind === 'binary') assert.equal(text, '', about);
  if (kind === 'json') assert.doesNotThrow(() => JSON.parse(text) as unknown, about);
}

describe('The pipeline never throws, and JSON that it gives is JSON', () => {
  it('for junk', () => {
    const pipeline = builtInPipeline();
    for (let seed = 1; seed <= 3_000; seed++) {
      const random = seededRandom(seed);
      const length = Math.floor(random() ** 3 * 400);
      const junk = Uint8Array.from({ length }, () => Math.floor(random() * 256));
      check(pipeline.decode(junk), `seed ${seed}`);
      pipeline.decode(junk, { startOnly: true });
    }
  });

  it('for real encodings with some bytes changed, gone or doubled', () => {
    const pipeline = builtInPipeline();
    for (let seed = 1; seed <= 4_000; seed++) {
      const random = seededRandom(seed);
      const at = (length: number): number => Math.floor(random() * length);
      let data = REAL[at(REAL.length)]?.slice() ?? new Uint8Array();
      for (let change = 0; change < 3; change++) {
        const place = at(data.length);
        const kind = random();
        if (kind < 0.5) data[place] = at(256);
        else if (kind < 0.7) data = data.slice(0, place);
        else if (kind < 0.8) data = new Uint8Array([...data, ...data.subarray(place)]);
      }
      check(pipeline.decode(data), `seed ${seed}`);
    }
  });

  it('for any pinned steps', () => {
    for (let seed = 1; seed <= 2_000; seed++) {
      const random = seededRandom(seed);
      const at = (length: number): number => Math.floor(random() * length);
      const pinned = Array.from({ length: 1 + at(4) }, () => IDS[at(IDS.length)] ?? '');
      const pipeline = new DecodePipeline({ decoders: BUILT_IN_DECODERS, pinned });
      const data = REAL[at(REAL.length)] ?? new Uint8Array();
      check(pipeline.decode(data), `seed ${seed}: ${pinned.join()}`);
    }
  });

  it('for steps in any order that were really packed, back to what was packed', () => {
    const pipeline = builtInPipeline();
    const packers: readonly ((data: Uint8Array) => Uint8Array)[] = [
      (data) => new Uint8Array(gzipSync(data)),
      (data) => new Uint8Array(zstdCompressSync(data)),
      (data) => new Uint8Array(deflateSync(data)),
      (data) => encoder.encode(Buffer.from(data).toString('base64')),
      (data) => encoder.encode(Buffer.from(data).toString('base64url')),
      (data) => encoder.encode(Buffer.from(data).toString('hex')),
      (data) => new Uint8Array(aggregateOf([{ partitionKey: 'k', data: Buffer.from(data) }]).data),
    ];
    for (let seed = 1; seed <= 500; seed++) {
      const random = seededRandom(seed);
      let data: Uint8Array = encoder.encode(JSON_TEXT);
      for (let layer = Math.floor(random() * 6); layer > 0; layer--) {
        data = packers[Math.floor(random() * packers.length)]?.(data) ?? data;
      }
      const { kind, text, steps } = pipeline.decode(data);
      assert.deepEqual([kind, text], ['json', JSON_TEXT], `seed ${seed}: ${JSON.stringify(steps)}`);
    }
  });
});
