import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Condition } from '../../../../src/formats/filter.ts';
import { builtInPipeline } from '../../../../src/tail/decoders/all.ts';
import { FILTER_DECODED_BYTES_MAX, FILTER_MASKED_BYTES_MAX } from '../../../../src/tail/limits.ts';
import { Masking } from '../../../../src/tail/masking/masking.ts';
import { TailView } from '../../../../src/tail/view/tailView.ts';

const MEBIBYTE = 1024 * 1024;

function packed(bytes: number, times = 1): Uint8Array {
  let data: Uint8Array = Buffer.from(`${'x'.repeat(bytes - 6)}needle`);
  for (let time = 0; time < times; time++) data = gzipSync(data);
  return data;
}

/** How many records a filter shows, and what it says of the others. */
function filtered(
  payloads: readonly Uint8Array[],
  condition: Condition,
  isMasked = false,
): { shown: number; errors: number | undefined; tooLarge: number | undefined; why: string } {
  const masking = new Masking(builtInPipeline(), { rules: ['email'], isOn: isMasked });
  const view = new TailView({ recordsMax: 100, bytesMax: 100 * MEBIBYTE }, 1, masking);
  const records = payloads.map((data, index) => ({
    sequenceNumber: String(index),
    partitionKey: 'k',
    arrivalMs: 0,
    data,
    encryptionType: undefined,
  }));
  view.append('shardId-000000000000', records, 0);
  view.setFilter({ conditions: [condition] });
  while (view.pending > 0) view.workSlice(() => 0);
  const { filter, end } = view.counts;
  const { errors, tooLarge, lastError = '' } = filter ?? {};
  return { shown: end, errors, tooLarge, why: lastError };
}

describe('a filter and records that unpack to much', () => {
  const needle: Condition = { kind: 'text', text: 'needle' };
  const fits = packed(FILTER_DECODED_BYTES_MAX - MEBIBYTE / 2);
  const bomb = packed(FILTER_DECODED_BYTES_MAX + 1);

  it('looks into what fits, and counts apart what does not', () => {
    assert.deepEqual(filtered([fits, bomb, fits, bomb], needle), {
      shown: 2,
      errors: 0,
      tooLarge: 2,
      why: 'The data is larger than 2 MiB, too large to look into.',
    });
    // Neither does it match the opposite: nobody has looked.
    assert.equal(filtered([bomb], { ...needle, negated: true }).shown, 0);
  });

  it('counts what all steps of a record unpack together', () => {
    // Each step gives less than the bound: noise, which packs to as much again.
    const random = Buffer.from(
      Array.from({ length: (MEBIBYTE * 3) / 4 }, (_, at) => (at * 7919) ^ (at >> 3)),
    );
    const once = gzipSync(random, { level: 0 });
    const thrice = gzipSync(gzipSync(once, { level: 0 }), { level: 0 });
    const pattern: Condition = { kind: 'regex', pattern: 'nothing of the kind' };
    assert.equal(filtered([once], pattern).tooLarge, undefined);
    assert.equal(filtered([thrice], pattern).tooLarge, 1);
  });

  it('counts what a path would take too long to look through, or is too deep', () => {
    const path: Condition = {
      kind: 'path',
      path: '$..[?@..[?@..x]]',
      operator: 'exists',
      value: '',
    };
    const json = (inner: string, depth: number): Uint8Array =>
      Buffer.from(`${'{"a":'.repeat(depth)}${inner}${'}'.repeat(depth)}`);
    const wide = `[${'[],'.repeat(9_999)}[]]`;
    const counted = { shown: 1, errors: 0, tooLarge: 1 };
    assert.deepEqual(filtered([json('{"x":1}', 5), json(wide, 40)], path), {
      ...counted,
      why: 'The data is too large for this path.',
    });
    assert.deepEqual(filtered([json('{"x":1}', 5), json('{"x":1}', 60)], path), {
      ...counted,
      why: 'The data is too deep for this path.',
    });
    const masking = new Masking(builtInPipeline(), { rules: [{ path: path.path }], isOn: true });
    assert.equal(masking.decoder.decode(json(wide, 40)).text, '["••••"]');
  });

  it('does not need to unpack for what tells by the key alone', () => {
    const key: Condition = { kind: 'key', partitionKeys: ['k'] };
    assert.deepEqual(filtered([bomb], key), { shown: 1, errors: 0, tooLarge: undefined, why: '' });
  });

  it('looks into less of what it has to mask first', () => {
    const small = packed(FILTER_MASKED_BYTES_MAX);
    const large = packed(FILTER_MASKED_BYTES_MAX + 1);
    const plain = Buffer.from(`{"a":"${'x'.repeat(FILTER_MASKED_BYTES_MAX)} needle"}`);
    assert.deepEqual(filtered([small, large, plain], needle, true), {
      shown: 1,
      errors: 0,
      tooLarge: 2,
      why: 'The data is larger than 512 KiB, too large to look into.',
    });
    assert.equal(filtered([small, large, plain], needle).shown, 3);
    const mail = { kind: 'text', text: 'ana@' } as const;
    assert.equal(filtered([gzipSync('ana@example.com')], mail, true).shown, 0);
    assert.equal(filtered([gzipSync('ana@example.com')], mail).shown, 1);
  });

  it('counts values apart too', () => {
    const value: Condition = { kind: 'path', path: 'a', operator: 'exists', value: '' };
    const json = gzipSync(`{"a":"${'x'.repeat(MEBIBYTE)}"}`);
    const { shown, errors, tooLarge } = filtered([json], value);
    assert.deepEqual([shown, errors, tooLarge], [0, 0, 1]);
  });
});
