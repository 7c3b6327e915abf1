import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';

import { BUILT_IN_DECODERS } from '../../../../src/tail/decoders/all.ts';
import { DecodePipeline } from '../../../../src/tail/decoders/pipeline.ts';
import { outcome } from './outcome.ts';

const TEXT = `[${Array.from({ length: 20 }, () => '{"truck":"truck_71","speed":83.10}').join(',')}]`;

/** TEXT as GNU gzip, the command zstd and Python's zlib pack it. */
const PACKED = {
  gzip: 'H4sIAAAAAAACA4uuViopKk3OVrKC0PHmhko6SsUFqakpSlYWxnqGBrU6o0pGlQxGJbEAHX4tXr0CAAA=',
  gzipMembers:
    'H4sIAAAAAAAAA4uuViopKk3OVrKC0PHmhko6SsUFqakpSlYWxnqGBrU6lCoBAGcy4vhkAAAAH4sIAAAAAAAAAzPWMzSo1alWKikqTc5WsoLQ8eaGSjpKxQWpqSlKVhbGo0pGlZCqJBYAtC8UV1kCAAA=',
  zstd: 'KLUv/QRoTQEA+Ft7InRydWNrIjpfNzEiLCJzcGVlZCI6ODMuMTB9LF0CACoZVdnhIgEfXBxD',
  zlib: 'eNqLrlYqKSpNzlaygtDx5oZKOkrFBampKUpWFsZ6hga1OqNKRpUMRiWxAEwK1p0=',
  deflate: 'i65WKikqTc5WsoLQ8eaGSjpKxQWpqSlKVhbGeoYGtTqjSkaVDEYlsQA=',
};

type Format = keyof typeof PACKED;

function bytesOf(format: Format): Uint8Array {
  return new Uint8Array(Buffer.from(PACKED[format], 'base64'));
}

function detected(data: Uint8Array): ReturnType<typeof outcome> {
  return outcome(new DecodePipeline({ decoders: BUILT_IN_DECODERS }).decode(data));
}

function pinned(data: Uint8Array, ...ids: string[]): ReturnType<typeof outcome> {
  return outcome(new DecodePipeline({ decoders: BUILT_IN_DECODERS, pinned: ids }).decode(data));
}

describe('gzip, zlib, zstd and deflate', () => {
  it('are read from what other programs wrote', () => {
    const marked = { gzip: 'gzip', gzipMembers: 'gzip', zlib: 'zlib', zstd: 'zstd' } as const;
    for (const [format, title] of Object.entries(marked)) {
      assert.deepEqual(
        detected(bytesOf(format as Format)),
        { kind: 'json', text: TEXT, steps: [`${title}: decoded`, 'JSON: decoded'] },
        format,
      );
    }
    assert.equal(detected(bytesOf('deflate')).kind, 'binary');
    assert.deepEqual(pinned(bytesOf('deflate'), 'deflate'), {
      kind: 'json',
      text: TEXT,
      steps: ['deflate: decoded', 'JSON: decoded'],
    });
  });

  it('say what is wrong with an end that is missing or a byte that is not right', () => {
    const reasons = (['gzip', 'zlib', 'zstd'] as const).map((format) => {
      const data = bytesOf(format);
      const damaged = data.slice();
      damaged[12] = (damaged[12] ?? 0) ^ 0x55;
      return [data.subarray(0, data.length - 9), damaged].map((wrong) => detected(wrong).steps);
    });
    for (const steps of reasons.flat()) {
      assert.equal(steps.length, 1, String(steps));
      assert.match(steps[0] ?? '', /^(?:gzip|zlib|zstd): failed: [A-Z].*[^.]$/);
    }
    assert.deepEqual(reasons[0]?.[0], ['gzip: failed: It ends too early']);
  });

  it('fall back to the start where the whole is too much for a line', () => {
    const pipeline = new DecodePipeline({ decoders: BUILT_IN_DECODERS });
    const text = `["${'word '.repeat(400_000)}"]`;
    for (const pack of [gzipSync, deflateSync, zstdCompressSync]) {
      const start = pipeline.decode(pack(text), { startOnly: true });
      assert.equal(start.kind, 'json', pack.name);
      assert.ok(text.startsWith(start.text) && start.text.length > 256, pack.name);
    }
  });
});

describe('base64', () => {
  const encoded = Buffer.from(TEXT).toString('base64');

  it('is read in both alphabets, with or without padding, in lines or not', () => {
    const text = '{"?>":"~~~???>>>","pad":1}';
    const standard = Buffer.from(text).toString('base64');
    const urlSafe = Buffer.from(text).toString('base64url');
    const wrapped = encoded.replace(/.{76}/g, '$&\r\n');
    for (const [written, wanted, note] of [
      [standard, text, ''],
      [standard.replace(/=+$/, ''), text, ''],
      [urlSafe, text, ': URL-safe'],
      [`${standard}\n`, text, ''],
      [wrapped, TEXT, ''],
    ] as const) {
      assert.deepEqual(
        detected(new TextEncoder().encode(written)),
        { kind: 'json', text: wanted, steps: [`base64: decoded${note}`, 'JSON: decoded'] },
        written,
      );
    }
  });

  it('is not seen in words, ids and numbers', () => {
    for (const text of [
      'abcdefghijklmnop',
      'truckPositions',
      'AAAAAAAAAAAAAAAA',
      '1234567890123456',
      '550e8400e29b41d4a716446655440000',
      'deadbeefdeadbeef',
      'SGVsbG8=',
      'a,b,c,d',
    ]) {
      const { kind, steps } = detected(new TextEncoder().encode(text));
      assert.deepEqual([kind, steps], ['text', ['UTF-8 text: decoded']], text);
    }
  });

  it('is read from a pin whatever comes out, and refused when it is none', () => {
    assert.deepEqual(pinned(new TextEncoder().encode('SGVsbG8='), 'base64'), {
      kind: 'text',
      text: 'Hello',
      steps: ['base64: decoded', 'UTF-8 text: decoded'],
    });
    const [step] = pinned(new TextEncoder().encode('not base64!'), 'base64').steps;
    assert.match(step ?? '', /^base64: failed: It has characters/);
  });
});
