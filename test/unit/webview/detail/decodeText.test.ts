import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeText } from '../../../../webview/tail/detail/decodeText.ts';

const bytes = new TextEncoder().encode('\ufeffé€');

test('decodes UTF-8 and keeps a byte order mark', () => {
  assert.equal(decodeText(bytes, true), '\ufeffé€');
});

test('refuses what is not UTF-8', () => {
  assert.equal(decodeText(Uint8Array.of(65, 0xff), true), undefined);
  assert.equal(decodeText(bytes.subarray(0, -1), true), undefined);
});

test('leaves out a character that was cut off at the end', () => {
  assert.equal(decodeText(bytes.subarray(0, -1), false), '\ufeffé');
});
