import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  compactJson,
  dataMember,
  prettyJson,
  readableData,
} from '../../../src/host/documents/recordText.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('data reads as exactly what it is, however long', () => {
  const texts = {
    json: [
      '{"id":12345678901234567890,"price":1.10}',
      JSON.stringify({ text: 'y'.repeat(150_000) }),
      '['.repeat(5_000) + ']'.repeat(5_000),
    ],
    text: ['x'.repeat(150_000), '\ufeff{"a":1}', '['.repeat(5_000), '12', ''],
  };
  for (const kind of ['json', 'text'] as const) {
    assert.deepEqual(
      texts[kind].map((text) => readableData(bytes(text))),
      texts[kind].map((text) => ({ kind, text })),
    );
  }
  const binary = new Uint8Array(150_000).fill(0xff);
  assert.deepEqual(readableData(binary), {
    kind: 'base64',
    text: Buffer.from(binary).toString('base64'),
  });
});

test('in a JSON document the data stands as its own JSON, as text, or as base64', () => {
  assert.deepEqual(
    ['{"id":12345678901234567890}', '{"half":', 'plain']
      .map(bytes)
      .concat(Uint8Array.of(0xff, 0x00))
      .map((data) => compactJson(dataMember(readableData(data)))),
    [
      '{"data":{"id":12345678901234567890}}',
      '{"data":"{\\"half\\":"}',
      '{"data":"plain"}',
      '{"dataBase64":"/wA="}',
    ],
  );
});

test('JSON in a document keeps its order, its duplicates and its digits', () => {
  const data = bytes('{"b":1,"2":1.10,"b":[],\n "1":"a\\n  b"}');
  const record = { shardId: 's', missing: undefined, ...dataMember(readableData(data)) };
  assert.equal(
    compactJson([record]),
    '[{"shardId":"s","data":{"b":1,"2":1.10,"b":[], "1":"a\\n  b"}}]',
  );
  assert.equal(
    prettyJson(record),
    [
      '{',
      '  "shardId": "s",',
      '  "data": {',
      '    "b": 1,',
      '    "2": 1.10,',
      '    "b": [],',
      '    "1": "a\\n  b"',
      '  }',
      '}\n',
    ].join('\n'),
  );
});

test('a document with JSON that cannot be indented is still that JSON', () => {
  const deep = '['.repeat(5_000) + ']'.repeat(5_000);
  assert.equal(prettyJson(dataMember(readableData(bytes(deep)))), `{"data":${deep}}\n`);
});

test('without data a document is what JSON.stringify makes', () => {
  const value = { at: new Date(0), list: [undefined, null, 'x"', {}], none: undefined, n: 1.5 };
  assert.equal(compactJson(value), JSON.stringify(value));
  assert.equal(prettyJson(value), `${JSON.stringify(value, undefined, 2)}\n`);
  assert.equal(prettyJson(undefined), 'null\n');
});
