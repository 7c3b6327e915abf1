import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { BUILT_IN_DECODERS, builtInPipeline } from '../../../../src/tail/decoders/all.ts';
import { DecodePipeline } from '../../../../src/tail/decoders/pipeline.ts';
import { outcome } from './outcome.ts';

const encoder = new TextEncoder();

function detected(data: Uint8Array | string): ReturnType<typeof outcome> {
  const bytes = typeof data === 'string' ? encoder.encode(data) : data;
  return outcome(builtInPipeline().decode(bytes));
}

function pinned(data: Uint8Array | string, ...ids: string[]): ReturnType<typeof outcome> {
  const bytes = typeof data === 'string' ? encoder.encode(data) : data;
  return outcome(new DecodePipeline({ decoders: BUILT_IN_DECODERS, pinned: ids }).decode(bytes));
}

function bytesOf(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
}

describe('Text', () => {
  it('is UTF-8, with a word where it may be something binary', () => {
    assert.deepEqual(detected('läuft\n'), {
      kind: 'text',
      text: 'läuft\n',
      steps: ['UTF-8 text: decoded'],
    });
    assert.deepEqual(detected(bytesOf('0a 05 68656c6c6f')).steps, [
      'UTF-8 text: decoded: It has control characters, so it may be something binary',
    ]);
  });

  it('is UTF-16 by its mark in either order, and may hold JSON', () => {
    const json = '{"größe":"👩‍🚒"}';
    const little = Buffer.from(`\ufeff${json}`, 'utf16le');
    for (const [data, note] of [
      [new Uint8Array(little), 'Little endian'],
      [new Uint8Array(Buffer.from(little).swap16()), 'Big endian'],
    ] as const) {
      assert.deepEqual(detected(data), {
        kind: 'json',
        text: json,
        steps: [`UTF-16: decoded: ${note}`, 'JSON: decoded'],
      });
    }
    assert.deepEqual(detected(bytesOf('fffe 6100 e900')), {
      kind: 'text',
      text: 'aé',
      steps: ['UTF-16: decoded: Little endian'],
    });
    // Half a pair, and half a character.
    assert.equal(detected(bytesOf('fffe 00d8')).kind, 'binary');
    assert.equal(detected(bytesOf('fffe 6100 62')).kind, 'binary');
    assert.deepEqual(pinned(bytesOf('6100 6200'), 'utf16'), {
      kind: 'text',
      text: 'ab',
      steps: ['UTF-16: decoded: Little endian; it has no mark'],
    });
  });

  it('is Latin-1, or bytes as they are, only when pinned', () => {
    assert.equal(detected(bytesOf('67 72 f6 df 65')).kind, 'binary');
    assert.deepEqual(pinned(bytesOf('67 72 f6 df 65'), 'latin1'), {
      kind: 'text',
      text: 'größe',
      steps: ['Latin-1: decoded'],
    });
    assert.deepEqual(pinned('{"a":1}', 'binary'), {
      kind: 'binary',
      text: '',
      steps: ['Bytes: decoded: Shown as they are'],
    });
  });

  it('begins with a byte order mark or not', () => {
    assert.deepEqual(detected('\ufeff{"a":1}'), {
      kind: 'json',
      text: '{"a":1}',
      steps: ['JSON: decoded: After a byte order mark'],
    });
    assert.equal(detected('\ufefftext').text, '\ufefftext');
  });
});

describe('Hexadecimal digits', () => {
  it('are read where they give something that is known', () => {
    const hex = Buffer.from('{"a":1}').toString('hex');
    for (const written of [
      hex,
      hex.toUpperCase(),
      `0x${hex}`,
      `\\x${hex}`,
      hex.replace(/../g, '$& ').trimEnd(),
      `${hex}\n`,
    ]) {
      assert.deepEqual(
        detected(written),
        { kind: 'json', text: '{"a":1}', steps: ['hex: decoded', 'JSON: decoded'] },
        written,
      );
    }
  });

  it('stay text where they are numbers or ids', () => {
    for (const text of [
      '12345678',
      '550e8400e29b41d4a716446655440000',
      '48656c6c6f',
      'deadbeef0',
    ]) {
      assert.deepEqual(detected(text).steps, ['UTF-8 text: decoded'], text);
    }
    assert.equal(pinned('48656c6c6f', 'hex').text, 'Hello');
    assert.match(pinned('48656c6c6', 'hex').steps[0] ?? '', /^hex: failed: It has half a byte/);
    assert.match(pinned('4865 hello', 'hex').steps[0] ?? '', /^hex: failed: It has other/);
  });
});
