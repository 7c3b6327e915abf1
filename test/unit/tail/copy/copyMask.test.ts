import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  deflateSync,
  gunzipSync,
  gzipSync,
  inflateSync,
  zstdCompressSync,
  zstdDecompressSync,
} from 'node:zlib';
import { evenHashKeyRanges } from '../../../../src/formats/hashKey.ts';
import { CopyMask } from '../../../../src/tail/copy/copyMask.ts';
import { HashRouting, hashKeyOf } from '../../../../src/tail/replay/hashRouting.ts';
import type { ReplayRecord } from '../../../../src/tail/replay/replayer.ts';
import { aggregateOf } from '../../../support/kplAggregator.ts';

const SHARDS = evenHashKeyRanges(4).map(({ start, end }, index) => ({
  shardId: `shardId-${index}`,
  startingHashKey: String(start),
  endingHashKey: String(end),
}));
const RULES = { rules: ['email', { path: '$.name' }] } as const;

function maskOf(pinned?: readonly string[]): CopyMask {
  return new CopyMask({ rules: RULES, pinned, shards: SHARDS });
}

function record(data: string | Uint8Array, more: Partial<ReplayRecord> = {}): ReplayRecord {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  return { data: bytes, partitionKey: 'k', arrivalMs: 7, ...more };
}

describe('a masked copy', () => {
  it('puts JSON and text as a masked tail shows them, and all else of them as it was', () => {
    const mask = maskOf();
    const texts = [
      '{"name":"Ana", "n":1}',
      '{"to":"ana@example.com"}',
      '{"n":12345678901234567890}',
    ];
    const put = texts.map((text) => mask.apply(record(text, { explicitHashKey: '5' })));
    assert.deepEqual(
      put.map((one) => one && { ...one, data: Buffer.from(one.data).toString() }),
      ['{"name":"••••", "n":1}', '{"to":"••••@example.com"}', '{"n":12345678901234567890}'].map(
        (data) => ({ data, partitionKey: 'k', arrivalMs: 7, explicitHashKey: '5' }),
      ),
    );
    assert.equal(mask.leftOut, 0);
  });

  it('compresses again what was compressed, and nothing else that was in its bytes', () => {
    const mask = maskOf();
    const secret = '{"to":"ana@example.com"}';
    const shown = '{"to":"••••@example.com"}';
    const named = gzipSync('{"n":1}');
    // The flag of a file's name, and the name, which no tail shows.
    named[3] = 8;
    const withName = Buffer.concat([
      named.subarray(0, 10),
      Buffer.from('ana\0'),
      named.subarray(10),
    ]);
    const dataOf = (packed: Uint8Array): Buffer =>
      Buffer.from(mask.apply(record(packed))?.data ?? []);
    assert.equal(gunzipSync(dataOf(gzipSync(secret))).toString(), shown);
    assert.equal(inflateSync(dataOf(deflateSync(secret))).toString(), shown);
    assert.equal(zstdDecompressSync(dataOf(zstdCompressSync(secret))).toString(), shown);
    assert.equal(gunzipSync(inflateSync(dataOf(deflateSync(gzipSync(secret))))).toString(), shown);
    assert.equal(gunzipSync(dataOf(gzipSync('call ana@example.com'))).toString(), '••••');
    assert.equal(gunzipSync(dataOf(withName)).toString(), '{"n":1}');
    assert.ok(!dataOf(withName).includes('ana'));
    assert.equal(mask.leftOut, 0);
  });

  it('leaves out and counts what is packed, binary, or read as something else', () => {
    const mask = maskOf();
    const secret = '{"to":"ana@example.com"}';
    const change = '{"eventName":"INSERT","dynamodb":{"Keys":{},"NewImage":{"name":{"S":"Ana"}}}}';
    const packed = [
      gzipSync(Buffer.from(secret).toString('base64')),
      gzipSync(Buffer.from([0xff, 0xfe, 0x00, 0x41])),
      gzipSync(`\ufeff${secret}`),
      Buffer.from(secret).toString('base64'),
      Buffer.from([0xff, 0xfe, 0x00, 0x41]),
      aggregateOf([{ partitionKey: 'k', data: Buffer.from(secret) }]).data,
      change,
    ];
    assert.deepEqual(
      packed.map((data) => mask.apply(record(data))),
      packed.map(() => undefined),
    );
    assert.equal(mask.leftOut, packed.length);
  });

  it('goes by the decoders that are pinned to the stream', () => {
    const hex = Buffer.from('ana@example.com').toString('hex');
    assert.ok(maskOf(['text']).apply(record(hex)));
    assert.equal(maskOf(['hex']).apply(record(hex)), undefined);
  });

  it('leaves records in their shards, whose keys hash to others when they are masked', () => {
    const mask = maskOf();
    const routing = new HashRouting(SHARDS);
    const keys = Array.from({ length: 40 }, (_, index) => `ana${index}@example.com`);
    for (const partitionKey of keys) {
      const before = record('{}', { partitionKey });
      const put = mask.apply(before);
      assert.ok(put);
      assert.match(put.partitionKey, /^••••@example\.com #/);
      assert.equal(routing.shardOf(hashKeyOf(put)), routing.shardOf(hashKeyOf(before)));
      assert.notEqual(put.explicitHashKey, String(hashKeyOf(before)));
    }
    const elsewhere = { partitionKey: 'ana@example.com', explicitHashKey: '7' };
    assert.equal(mask.apply(record('{}', elsewhere))?.explicitHashKey, '0');
  });
});
