import assert from 'node:assert/strict';
import { test } from 'node:test';
import { copiedText } from '../../../src/host/documents/copiedText.ts';
import { recordDocument } from '../../../src/host/documents/recordDocument.ts';
import { plainDecoder } from '../../../src/tail/decoding.ts';
import type { CopyFormat } from '../../../src/protocol/webview/grid.ts';
import type { RecordDetail } from '../../../src/protocol/webview/tail.ts';

function recordOf(data: Uint8Array): RecordDetail {
  return {
    row: {
      shardId: 'shardId-000000000001',
      sequenceNumber: '4966',
      partitionKey: 'key\twith tab',
      arrivalMs: 5,
      bytes: data.length,
      preview: '',
      isText: true,
    },
    data,
    encryptionType: undefined,
    sequenceTimeMs: undefined,
    hashKey: '0',
    decoded: { ...plainDecoder.decode(data), isComplete: true },
  };
}

function copyTextOf(record: RecordDetail, format: CopyFormat): string {
  const target = (): never => assert.fail('Nothing here needs to know where the stream is');
  return copiedText([{ record, found: [] }], { format, columns: undefined, target });
}

const textRecord = (text: string): RecordDetail => recordOf(new TextEncoder().encode(text));

test('the data is copied as it is, also where a record is larger than the page shows', () => {
  const texts = ['{ "b":1,\n"2":1, "1":2 }', `{"text":"${'y'.repeat(3_000_000)}"}`, '\ufeffx\n'];
  assert.deepEqual(
    texts.map((text) => copyTextOf(textRecord(text), 'data') === text),
    texts.map(() => true),
  );
});

test('a row is one line of tab-separated columns, and its JSON is one line too', () => {
  const record = textRecord('{"a":1,\n\t"b":"x\\ny"}');
  assert.deepEqual(
    [copyTextOf(record, 'text'), copyTextOf(record, 'json')],
    [
      '1970-01-01T00:00:00.005Z\tshardId-000000000001\tkey with tab\t4966\t{"a":1, "b":"x\\ny"}',
      '{"shardId":"shardId-000000000001","sequenceNumber":"4966","partitionKey":"key\\twith tab",' +
        '"approximateArrivalTimestamp":"1970-01-01T00:00:00.005Z","bytes":20,' +
        '"data":{"a":1, "b":"x\\ny"}}',
    ],
  );
});

test('a long JSON record opens as valid JSON, indented and whole', () => {
  const items = Array.from({ length: 20_000 }, (_, index) => `item ${index}`);
  assert.deepEqual(recordDocument(textRecord(JSON.stringify({ items })), 'orders'), {
    title: 'orders-4966.json',
    text: `${JSON.stringify({ items }, undefined, 2)}\n`,
  });
});

test('anything else opens within its record, whole', () => {
  const binary = new Uint8Array(150_000).fill(0xfe);
  const { title, text } = recordDocument(recordOf(binary), 'orders');
  assert.deepEqual(
    [title, (JSON.parse(text) as { dataBase64: string }).dataBase64],
    ['orders-4966.record.json', Buffer.from(binary).toString('base64')],
  );
});
