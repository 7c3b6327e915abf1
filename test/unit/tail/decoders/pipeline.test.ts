import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';

import { BUILT_IN_DECODERS } from '../../../../src/tail/decoders/all.ts';
import { decoded, type Decoder, failed } from '../../../../src/tail/decoders/decoder.ts';
import { Payload } from '../../../../src/tail/decoders/payload.ts';
import { DecodePipeline } from '../../../../src/tail/decoders/pipeline.ts';
import { seededRandom } from '../../../support/seededRandom.ts';
import { outcome } from './outcome.ts';

const encoder = new TextEncoder();

describe('DecodePipeline', () => {
  const pipeline = new DecodePipeline({ decoders: BUILT_IN_DECODERS });

  it('says how it came to what it shows', () => {
    const text = '{"speed":83.10,"id":12345678901234567890}';
    const packed = encoder.encode(gzipSync(text).toString('base64'));
    assert.deepEqual(outcome(pipeline.decode(packed)), {
      kind: 'json',
      text,
      steps: ['base64: decoded', 'gzip: decoded', 'JSON: decoded'],
    });
    assert.deepEqual(outcome(pipeline.decode(encoder.encode('plain words'))), {
      kind: 'text',
      text: 'plain words',
      steps: ['UTF-8 text: decoded'],
    });
    assert.deepEqual(outcome(pipeline.decode(new Uint8Array([0xff, 0xfd, 0xfc, 1]))), {
      kind: 'binary',
      text: '',
      steps: ['Bytes: stopped: No decoder knows these bytes'],
    });
    assert.deepEqual(outcome(pipeline.decode(new Uint8Array())), {
      kind: 'text',
      text: '',
      steps: ['UTF-8 text: decoded: No data'],
    });
  });

  it('knows at a glance what comes out as it is, and is never wrong about it', () => {
    const random = seededRandom(11);
    const texts = [
      '{"speed":83.10,"id":1}',
      '[1,2,[3]]',
      '{"dynamodb":{"NewImage":{"a":{"N":"1"}}}}',
      '{',
      '[',
    ];
    let plain = 0;
    for (let round = 0; round < 2_000; round++) {
      const data = encoder.encode(texts[round % texts.length]);
      for (let change = Math.floor(random() * 4); change > 0; change--) {
        data[1 + Math.floor(random() * (data.length - 1))] = Math.floor(random() * 256);
      }
      if (!pipeline.isPlain(data)) continue;
      plain++;
      const { kind, text, bytes } = pipeline.decode(data);
      const shown = kind === 'binary' ? new TextDecoder().decode(bytes) : text;
      assert.equal(shown, new TextDecoder().decode(data), `round ${round}`);
    }
    assert.ok(plain > 1_000, `${plain} were plain`);
    assert.equal(pipeline.isPlain(encoder.encode(texts[2])), false);
    assert.equal(pipeline.isPlain(encoder.encode('eyJhIjoxfQ==')), false);
  });

  it('stops after eight steps', () => {
    let packed = encoder.encode('{"deep":true}');
    for (let depth = 0; depth < 20; depth++) packed = new Uint8Array(gzipSync(packed));
    const { kind, steps } = outcome(pipeline.decode(packed));
    assert.deepEqual(
      [kind, steps.length, steps.at(-1)],
      ['binary', 9, 'gzip: stopped: Stopped after 8 steps'],
    );
  });

  it('stops at 16 MiB, and says so', () => {
    const bomb = gzipSync(new Uint8Array(64 << 20));
    assert.deepEqual(outcome(pipeline.decode(bomb)), {
      kind: 'binary',
      text: '',
      steps: ['gzip: stopped: Stopped: more than 16 MiB would come out'],
    });
  });

  it('unpacks only the start when no more is wanted', () => {
    const text = JSON.stringify({ words: 'many words '.repeat(1_000_000) });
    for (const data of [
      encoder.encode(text),
      new Uint8Array(gzipSync(text)),
      encoder.encode(gzipSync(text).toString('base64')),
    ]) {
      const start = pipeline.decode(data, { startOnly: true });
      assert.equal(start.kind, 'json');
      assert.ok(text.startsWith(start.text), start.text);
      assert.ok(start.text.length >= 256, `${start.text.length} characters`);
      assert.ok(start.bytes.length <= 512 * 1024, `${start.bytes.length} bytes`);
    }
  });

  it('tells of a wrong mark, but not of a chance likeness that something else explains', () => {
    const broken = new Uint8Array(gzipSync('{"a":1}')).fill(0xff, 12, 14);
    const { kind, steps } = outcome(pipeline.decode(broken));
    assert.deepEqual(
      [kind, steps.length, steps[0]?.startsWith('gzip: failed: ')],
      ['binary', 1, true],
    );
    // "x^" is a header of zlib.
    assert.deepEqual(outcome(pipeline.decode(encoder.encode('x^2 + y^2 = 1'))), {
      kind: 'text',
      text: 'x^2 + y^2 = 1',
      steps: ['UTF-8 text: decoded'],
    });
  });

  it('runs the pinned steps and no others, live', () => {
    const live = new DecodePipeline({ decoders: BUILT_IN_DECODERS, pinned: ['text'] });
    let changes = 0;
    const listening = live.onChanged(() => changes++);
    const packed = encoder.encode(Buffer.from('{"a":1}').toString('base64'));
    assert.deepEqual(outcome(live.decode(packed)), {
      kind: 'text',
      text: 'eyJhIjoxfQ==',
      steps: ['UTF-8 text: decoded'],
    });
    live.pin(['base64']);
    assert.deepEqual(outcome(live.decode(packed)).steps, ['base64: decoded', 'JSON: decoded']);
    live.pin(['base64', 'gzip']);
    assert.deepEqual(outcome(live.decode(packed)), {
      kind: 'binary',
      text: '',
      steps: ['base64: decoded', 'gzip: failed: Incorrect header check'],
    });
    live.pin(['nothing']);
    assert.deepEqual(outcome(live.decode(packed)).steps, [
      'nothing: failed: There is no such decoder',
    ]);
    live.pin(undefined);
    live.pin(undefined);
    assert.deepEqual(outcome(live.decode(packed)).kind, 'json');
    assert.equal(changes, 4);
    listening.dispose();
    live.dispose();
  });

  it('runs what a frame names next, and waits for what is not there yet', () => {
    const body: Decoder = {
      id: 'body',
      title: 'Body',
      decode: (payload) => decoded(Payload.ofJson(`[${payload.bytes.length}]`), 'by schema 7'),
    };
    let isReady = false;
    const frame: Decoder = {
      id: 'frame',
      title: 'Frame',
      detect: ({ kind, bytes }) => (kind === 'unread' && bytes[0] === 3 ? 'certain' : undefined),
      decode: (payload) =>
        isReady
          ? { ...decoded(Payload.ofBytes(payload.bytes.subarray(1))), next: body }
          : { outcome: 'waiting', note: 'Fetching schema 7' },
    };
    const framed = new DecodePipeline({ decoders: [frame, ...BUILT_IN_DECODERS] });
    const data = new Uint8Array([3, 65, 66]);
    assert.deepEqual(outcome(framed.decode(data)), {
      kind: 'binary',
      text: '',
      steps: ['Frame: waiting: Fetching schema 7'],
    });
    isReady = true;
    assert.deepEqual(outcome(framed.decode(data)), {
      kind: 'json',
      text: '[2]',
      steps: ['Frame: decoded', 'Body: decoded: by schema 7'],
    });
    framed.dispose();
  });

  it('survives a decoder that throws', () => {
    const thrower: Decoder = {
      id: 'thrower',
      title: 'Thrower',
      detect: () => 'certain',
      decode: () => {
        throw new Error('Broken');
      },
    };
    const refuser: Decoder = { ...thrower, decode: () => failed('Not mine') };
    const careful = new DecodePipeline({ decoders: [thrower, refuser, ...BUILT_IN_DECODERS] });
    assert.deepEqual(outcome(careful.decode(encoder.encode('text'))), {
      kind: 'text',
      text: 'text',
      steps: ['Thrower: failed: Broken', 'Thrower: failed: Not mine', 'UTF-8 text: decoded'],
    });
    careful.dispose();
  });
});
