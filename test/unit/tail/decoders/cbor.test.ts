import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { encode } from 'cborg';
import { builtInPipeline } from '../../../../src/tail/decoders/all.ts';
import { seededRandom } from '../../../support/seededRandom.ts';
import { outcome } from './outcome.ts';

const pipeline = builtInPipeline();

function decode(hex: string): ReturnType<typeof outcome> {
  return outcome(pipeline.decode(new Uint8Array(Buffer.from(hex, 'hex'))));
}

/** Appendix A of RFC 8949, each value in an array of one where it is no map or array itself. */
const VECTORS: readonly (readonly [hex: string, json: string])[] = [
  ['8100', '[0]'],
  ['8117', '[23]'],
  ['811818', '[24]'],
  ['811903e8', '[1000]'],
  ['811a000f4240', '[1000000]'],
  ['811b000000e8d4a51000', '[1000000000000]'],
  ['811bffffffffffffffff', '[18446744073709551615]'],
  ['81c249010000000000000000', '[18446744073709551616]'],
  ['813bffffffffffffffff', '[-18446744073709551616]'],
  ['81c349010000000000000000', '[-18446744073709551617]'],
  ['8120', '[-1]'],
  ['813903e7', '[-1000]'],
  ['81f98000', '[-0]'],
  ['81f93c00', '[1]'],
  ['81fb3ff199999999999a', '[1.1]'],
  ['81f97bff', '[65504]'],
  ['81fa7f7fffff', '[3.4028234663852886e+38]'],
  ['81fb7e37e43c8800759c', '[1e+300]'],
  ['81f90001', '[5.960464477539063e-8]'],
  ['81f97c00', '["Infinity"]'],
  ['81f97e00', '["NaN"]'],
  ['81f9fc00', '["-Infinity"]'],
  ['83f4f5f6', '[false,true,null]'],
  ['81f7', '[null]'],
  ['81c074323031332d30332d32315432303a30343a30305a', '["2013-03-21T20:04:00Z"]'],
  ['81c11a514b67b0', '[1363896240]'],
  ['81d818456449455446', '["ZElFVEY="]'],
  ['8140', '[""]'],
  ['814401020304', '["AQIDBA=="]'],
  ['816449455446', '["IETF"]'],
  ['8162225c', '["\\"\\\\"]'],
  ['8164f0908591', '["\u{10151}"]'],
  ['8301820203820405', '[1,[2,3],[4,5]]'],
  [
    '98190102030405060708090a0b0c0d0e0f101112131415161718181819',
    '[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25]',
  ],
  ['a201020304', '{"1":2,"3":4}'],
  ['a26161016162820203', '{"a":1,"b":[2,3]}'],
  ['826161a161626163', '["a",{"b":"c"}]'],
  ['815f42010243030405ff', '["AQIDBAU="]'],
  ['817f657374726561646d696e67ff', '["streaming"]'],
  ['9fff', '[]'],
  ['9f018202039f0405ffff', '[1,[2,3],[4,5]]'],
  ['83018202039f0405ff', '[1,[2,3],[4,5]]'],
  ['bf61610161629f0203ffff', '{"a":1,"b":[2,3]}'],
  ['bf6346756ef563416d7421ff', '{"Fun":true,"Amt":-2}'],
  // Section 3.4.4: 273.15; section 3.4.6: what says of itself that it is CBOR.
  ['81c48221196ab3', '[27315e-2]'],
  ['d9d9f7a1616101', '{"a":1}'],
];

describe('CBOR', () => {
  it('is read as the standard has it', () => {
    for (const [hex, json] of VECTORS) {
      const { kind, text, steps } = decode(hex);
      assert.deepEqual([kind, text], ['json', json], `${hex}: ${steps.join('; ')}`);
    }
  });

  it('says what JSON has no word for', () => {
    assert.deepEqual(decode('a4616140616281f7616381c1016164d82a01').steps, [
      'CBOR: decoded: Byte strings as base64, undefined as null, tag 42 left out',
    ]);
    assert.deepEqual(decode('a2010220a0').steps, [
      'CBOR: decoded: Keys that are no text as JSON text',
    ]);
  });

  it('keeps keys in their order, also those that look like numbers or are there twice', () => {
    assert.equal(
      decode('a4613201613101613203695f5f70726f746f5f5f00').text,
      '{"2":1,"1":1,"2":3,"__proto__":0}',
    );
  });

  it('reads whatever a library writes', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const value = { seed, value: randomValue(seededRandom(seed), 4) };
      const { kind, text } = outcome(pipeline.decode(encode(value)));
      assert.deepEqual([kind, JSON.parse(text)], ['json', value], `seed ${seed}`);
    }
  });

  it('is not seen where something follows, is missing, or cannot be', () => {
    for (const hex of [
      'a1616101ff',
      'a16161',
      'a161',
      '82ff01',
      'a1ff',
      '81fc',
      '815f6161ff',
      '81c201',
    ]) {
      assert.equal(decode(hex).kind, 'binary', hex);
    }
    assert.match(decode('a16161').steps[0] ?? '', /^CBOR: failed: It ends too early/);
    const deep = `a16161${'81'.repeat(10_000)}01`;
    assert.match(decode(deep).steps.join(), /CBOR: failed: It is nested deeper than 200/);
  });
});

function randomValue(random: () => number, depth: number): unknown {
  const kind = Math.floor(random() * (depth === 0 ? 5 : 7));
  const length = Math.floor(random() * 40);
  if (kind === 0) return null;
  if (kind === 1) return random() < 0.5;
  if (kind === 2) return Math.floor((random() - 0.5) * 2 ** Math.floor(random() * 53));
  if (kind === 3) return (random() - 0.5) * 10 ** Math.floor(random() * 40 - 20);
  if (kind === 4) return 'ä'.repeat(length);
  if (kind === 5) return Array.from({ length: length % 5 }, () => randomValue(random, depth - 1));
  return Object.fromEntries(
    Array.from({ length: length % 5 }, (_, index) => [`k${index}`, randomValue(random, depth - 1)]),
  );
}
