import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { plainDecoder } from '../../../../src/tail/decoding.ts';
import { textTest } from '../../../../src/tail/filter/textTest.ts';
import { seededRandom } from '../../../support/seededRandom.ts';
import { candidateOf, verdict } from './filtering.ts';

describe('A text', () => {
  it('is the whole id of a shard, or six last digits of a sequence number at least', () => {
    const target = {
      data: 'x',
      shardId: 'shardId-000000000003',
      sequenceNumber: '49590338271490256608559692538361571095921575989136530482',
    };
    const found = (text: string): boolean | string => verdict({ kind: 'text', text }, target);
    const hits = ['SHARDID-000000000003', '530482', '136530482', target.sequenceNumber];
    const misses = ['id', '00', '83', '495', '495903', 'shardId-00', '30482'];
    assert.deepEqual(hits.map(found), [true, true, true, true]);
    assert.deepEqual(
      misses.map(found),
      misses.map(() => false),
    );
  });

  it('is looked for in key and data, without regard to case', () => {
    const target = { data: '{"Straße":"Köln", "a.b":[1]}' };
    const found = (text: string): boolean | string => verdict({ kind: 'text', text }, target);
    assert.deepEqual(
      ['TRUCK_7', 'KÖLN', 'köln', 'straße', 'A.B', '[1]', '{"S'].map(found),
      Array.from({ length: 7 }, () => true),
    );
    assert.deepEqual(
      ['truck_8', 'a-b', 'axb', 'ÿ', 'K\u0308', '^', 'ö\\'].map(found),
      Array.from({ length: 7 }, () => false),
    );
  });

  it('is found the same in bytes as in decoded text', () => {
    const alphabet = ['a', 'B', 'k', '\u212a', 'é', 'É', 'ß', '€', '😀', '"', '\\', '.', '\u0000'];
    const slowDecoder = { ...plainDecoder, isPlain: () => false };
    for (let seed = 1; seed <= 2_000; seed++) {
      const random = seededRandom(seed);
      const word = (length: number): string =>
        Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
      const bytes = new TextEncoder().encode(word(12));
      // Some payloads are not UTF-8.
      if (random() < 0.3) bytes[Math.floor(random() * bytes.length)] = 0xff;
      const record = { data: bytes, shardId: '', sequenceNumber: '', partitionKey: '' };
      const needle = word(1 + Math.floor(random() * 2));
      const test = textTest(needle);
      const expected = new RegExp(needle.replace(/[\\.]/g, '\\$&'), 'i').test(
        new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes),
      );
      assert.deepEqual(
        [test.holds(candidateOf(record)), test.holds(candidateOf(record, slowDecoder))],
        [expected, expected],
        `seed ${seed}`,
      );
    }
  });
});

describe('A pattern', () => {
  const data = { truck: 'T7', speed: 83 };
  const found = (pattern: string): boolean | string =>
    verdict({ kind: 'regex', pattern }, { data });

  it('is looked for in key and data, with regard to case unless it says otherwise', () => {
    assert.deepEqual(
      ['speed":8\\d', '^truck_\\d$', '^495$', 'shardId-0+$', 't7', '(?i)t7', 'speed":9'].map(found),
      [true, true, false, false, false, true, false],
    );
  });

  it('takes no time that grows beyond the text, whatever it is', () => {
    const text = `${'a'.repeat(50_000)}!`;
    for (const pattern of ['(a+)+$', '(a|aa)+#', '(a*)*#', '(.*)(.*)(.*)(.*)#']) {
      assert.equal(verdict({ kind: 'regex', pattern }, { data: text }), false, pattern);
    }
  });

  it('looks at the start of a very large record, and says so when it finds nothing', () => {
    const large = (text: string): string => text + 'x'.repeat(200_000);
    const judge = (record: string, negated = false): boolean | string =>
      verdict({ kind: 'regex', pattern: 'needle', negated }, { data: record });
    const reason = 'A pattern looks at the first 131,072 characters only.';
    assert.deepEqual(
      [judge(large('needle')), judge(large('hay')), judge(large('hay'), true)],
      [true, reason, reason],
    );
  });
});
