import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemOfRecord } from '../../../../src/engine/channels/recordCheck.ts';

const TEXT = Buffer.from('plain é');
const JSON_TEXT = Buffer.from('{"a":[1]}');
const BINARY = Buffer.from([0x61, 0xff]);

test('a record is looked at as its format says', () => {
  const table = (['BYTE_ARRAY', 'STRING', 'JSON'] as const).map((format) =>
    [BINARY, TEXT, JSON_TEXT].map((data) => problemOfRecord(format, data)),
  );
  const notUtf8 = 'The record is not valid UTF-8.';
  const notJson = 'The record is not valid JSON.';
  assert.deepEqual(table, [
    [undefined, undefined, undefined],
    [notUtf8, undefined, undefined],
    [notUtf8, notJson, undefined],
  ]);
});
