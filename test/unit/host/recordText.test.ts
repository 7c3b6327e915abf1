import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readableData } from '../../../src/host/documents/recordText.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('JSON is indented and its numbers keep every digit', () => {
  assert.deepEqual(readableData(bytes('{"id":12345678901234567890,"price":1.10}')), {
    kind: 'json',
    text: '{\n  "id": 12345678901234567890,\n  "price": 1.10\n}',
  });
});

test('what is not JSON is text, and what is not text is base64', () => {
  assert.deepEqual(
    [
      readableData(bytes('{"half":')),
      readableData(bytes('plain')),
      readableData(Uint8Array.of(0xff, 0x00)),
    ],
    [
      { kind: 'text', text: '{"half":' },
      { kind: 'text', text: 'plain' },
      { kind: 'base64', text: '/wA=' },
    ],
  );
});

test('a huge record is cut and says so', () => {
  const { text } = readableData(bytes('x'.repeat(150_000)));
  assert.equal(text.length < 101_000, true);
  assert.match(text, /50000 more characters/);
});
