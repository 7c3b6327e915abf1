import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { encode } from '@msgpack/msgpack';
import { BUILT_IN_DECODERS, builtInPipeline } from '../../../../src/tail/decoders/all.ts';
import { isWholeMessagePack } from '../../../../src/tail/decoders/messagePackShape.ts';
import { DecodePipeline } from '../../../../src/tail/decoders/pipeline.ts';
import { seededRandom } from '../../../support/seededRandom.ts';
import { outcome } from './outcome.ts';

const detecting = builtInPipeline();
const pinned = new DecodePipeline({ decoders: BUILT_IN_DECODERS, pinned: ['messagepack'] });

function bytesOf(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'));
}

/** By the tables of https://github.com/msgpack/msgpack/blob/master/spec.md, each in a map. */
const VALUES: readonly (readonly [hex: string, json: string])[] = [
  ['c0', 'null'],
  ['c2', 'false'],
  ['c3', 'true'],
  ['7f', '127'],
  ['e0', '-32'],
  ['cc80', '128'],
  ['cdffff', '65535'],
  ['ceffffffff', '4294967295'],
  ['cfffffffffffffffff', '18446744073709551615'],
  ['cf0000000000000001', '1'],
  ['d080', '-128'],
  ['d18000', '-32768'],
  ['d280000000', '-2147483648'],
  ['d38000000000000000', '-9223372036854775808'],
  ['ca3fc00000', '1.5'],
  ['cb3ff199999999999a', '1.1'],
  ['ca7fc00000', '"NaN"'],
  ['cbfff0000000000000', '"-Infinity"'],
  ['a3616263', '"abc"'],
  ['d903616263', '"abc"'],
  ['da0003616263', '"abc"'],
  ['db00000003616263', '"abc"'],
  ['c403010203', '"AQID"'],
  ['c50003010203', '"AQID"'],
  ['c600000003010203', '"AQID"'],
  ['93010203', '[1,2,3]'],
  ['dc0003010203', '[1,2,3]'],
  ['dd00000003010203', '[1,2,3]'],
  ['81a16101', '{"a":1}'],
  ['de0001a16101', '{"a":1}'],
  ['df00000001a16101', '{"a":1}'],
  ['d6ff5f5e1000', `"${iso(0x5f5e1000)}.000000000Z"`],
  ['d7ff000000045f5e1000', `"${iso(0x5f5e1000)}.000000001Z"`],
  ['c70cff3b9ac9ff0000000000000001', '"1970-01-01T00:00:01.999999999Z"'],
  ['d40501', '{"extension":5,"data":"AQ=="}'],
  ['c703050a0b0c', '{"extension":5,"data":"CgsM"}'],
];

function iso(seconds: number): string {
  return new Date(seconds * 1_000).toISOString().slice(0, 19);
}

describe('MessagePack', () => {
  it('is read as the specification has it', () => {
    for (const [hex, json] of VALUES) {
      const { kind, text, steps } = outcome(detecting.decode(bytesOf(`81a176${hex}`)));
      assert.deepEqual([kind, text], ['json', `{"v":${json}}`], `${hex}: ${steps.join('; ')}`);
    }
  });

  it('keeps keys in their order, and reads keys that are no text when pinned', () => {
    const keys = bytesOf('83a13201a13101a13003');
    assert.equal(outcome(detecting.decode(keys)).text, '{"2":1,"1":1,"0":3}');
    assert.deepEqual(outcome(pinned.decode(bytesOf('8201a1610a93010203'))), {
      kind: 'json',
      text: '{"1":"a","10":[1,2,3]}',
      steps: ['MessagePack: decoded: Keys that are no text as JSON text'],
    });
  });

  it('says what JSON has no word for', () => {
    const { steps } = outcome(detecting.decode(bytesOf('83a161c40101a162d40501a163d6ff00000001')));
    assert.deepEqual(steps, [
      'MessagePack: decoded: Byte strings as base64, extension type 5 as base64, timestamps as text',
    ]);
  });

  it('reads whatever a library writes', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const value = { seed, value: randomValue(seededRandom(seed), 4) };
      const { kind, text } = outcome(detecting.decode(encode(value)));
      assert.deepEqual([kind, JSON.parse(text)], ['json', value], `seed ${seed}`);
    }
  });

  it('is whole or not as a plain reader says', () => {
    for (let seed = 1; seed <= 3_000; seed++) {
      const random = seededRandom(seed);
      const whole = encode(randomValue(random, 3));
      const bytes = whole.slice();
      if (random() < 0.7) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      const cut = bytes.subarray(0, bytes.length - (random() < 0.3 ? 1 : 0));
      assert.equal(isWholeMessagePack(cut), plainEnd(cut, 0) === cut.length, `seed ${seed}`);
    }
  });

  it('is read as a whole for a line, up to a size', () => {
    for (const [items, kind] of [
      [30_000, 'json'],
      [100_000, 'binary'],
    ] as const) {
      const data = encode({ items: Array.from({ length: items }, () => 'text') });
      const start = detecting.decode(data, { startOnly: true });
      assert.equal(start.kind, kind, `${data.length} bytes`);
    }
  });

  it('believes no length that the payload does not have', () => {
    // Arrays in arrays, each said to have four thousand million items.
    const bomb = bytesOf('ddffffffff'.repeat(100_000));
    assert.equal(outcome(detecting.decode(bomb)).kind, 'binary');
    assert.deepEqual(outcome(pinned.decode(bomb)).steps, [
      'MessagePack: failed: Its lengths do not add up to the payload',
    ]);
    const deep = bytesOf(`81a161${'91'.repeat(10_000)}01`);
    assert.match(outcome(detecting.decode(deep)).steps.join(), /nested deeper than 200/);
  });

  it('is not seen in text, or in bytes that are something else', () => {
    for (const hex of ['80', '90', 'c0', '01', '8101', '9201', '82a16101', '81a1610101']) {
      assert.equal(
        outcome(detecting.decode(bytesOf(hex))).steps[0]?.startsWith('MessagePack'),
        false,
        hex,
      );
    }
  });
});

/** Where the value at a place ends, read as one reads the specification. */
function plainEnd(bytes: Uint8Array, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) return Number.NaN;
  const size = (length: number): number => {
    let value = 0;
    for (let i = 1; i <= length; i++) value = value * 256 + (bytes[at + i] ?? Number.NaN);
    return value;
  };
  const items = (start: number, count: number): number => {
    let end = start;
    for (let i = 0; i < count && !Number.isNaN(end); i++) end = plainEnd(bytes, end);
    return Number.isNaN(count) ? Number.NaN : end;
  };
  if (byte < 0x80 || byte >= 0xe0) return at + 1;
  if (byte < 0x90) return items(at + 1, (byte - 0x80) * 2);
  if (byte < 0xa0) return items(at + 1, byte - 0x90);
  if (byte < 0xc0) return at + 1 + (byte - 0xa0);
  if (byte === 0xc1) return Number.NaN;
  if (byte <= 0xc3) return at + 1;
  if (byte <= 0xc6) return at + 1 + 2 ** (byte - 0xc4) + size(2 ** (byte - 0xc4));
  if (byte <= 0xc9) return at + 2 + 2 ** (byte - 0xc7) + size(2 ** (byte - 0xc7));
  if (byte <= 0xcb) return at + (byte === 0xca ? 5 : 9);
  if (byte <= 0xcf) return at + 1 + 2 ** (byte - 0xcc);
  if (byte <= 0xd3) return at + 1 + 2 ** (byte - 0xd0);
  if (byte <= 0xd8) return at + 2 + 2 ** (byte - 0xd4);
  if (byte <= 0xdb) return at + 1 + 2 ** (byte - 0xd9) + size(2 ** (byte - 0xd9));
  if (byte <= 0xdd) return items(at + 1 + (byte === 0xdc ? 2 : 4), size(byte === 0xdc ? 2 : 4));
  return items(at + 1 + (byte === 0xde ? 2 : 4), 2 * size(byte === 0xde ? 2 : 4));
}

function randomValue(random: () => number, depth: number): unknown {
  const kind = Math.floor(random() * (depth === 0 ? 5 : 7));
  const length = Math.floor(random() * 40);
  if (kind === 0) return null;
  if (kind === 1) return random() < 0.5;
  if (kind === 2) return Math.floor((random() - 0.5) * 2 ** Math.floor(random() * 53));
  if (kind === 3) return (random() - 0.5) * 10 ** Math.floor(random() * 40 - 20);
  if (kind === 4) return 'ä'.repeat(length);
  if (kind === 5) return Array.from({ length: length % 20 }, () => randomValue(random, depth - 1));
  return Object.fromEntries(
    Array.from({ length: length % 5 }, (_, index) => [`k${index}`, randomValue(random, depth - 1)]),
  );
}
