import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compactJson, dataMember, readableData } from '../../../src/host/documents/recordText.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('JSON is indented and its numbers keep every digit', () => {
  const { kind, text } = readableData(bytes('{"id":12345678901234567890,"price":1.10}'));
  assert.deepEqual(
    { kind, text },
    { kind: 'json', text: '{\n  "id": 12345678901234567890,\n  "price": 1.10\n}' },
  );
});

test('in a JSON document the data stands as its own JSON, as text, or as base64', () => {
  assert.deepEqual(
    ['{"id":12345678901234567890}', '{"half":', 'plain']
      .map(bytes)
      .concat(Uint8Array.of(0xff, 0x00))
      .map((data) => compactJson(dataMember(data))),
    [
      '{"data":{"id":12345678901234567890}}',
      '{"data":"{\\"half\\":"}',
      '{"data":"plain"}',
      '{"dataBase64":"/wA="}',
    ],
  );
});

test('a huge record is cut and says so', () => {
  const { text } = readableData(bytes('x'.repeat(150_000)));
  assert.equal(text.length < 101_000, true);
  assert.match(text, /50000 more characters/);
});

test('a document with a huge JSON record is still JSON', () => {
  const data = bytes(JSON.stringify({ text: 'y'.repeat(150_000) }));
  const document = JSON.parse(compactJson(dataMember(data))) as { data: string };
  assert.match(document.data, /^\{"text":"yyy.*more characters\)$/);
});
