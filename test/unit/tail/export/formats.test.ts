import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { plainDecoder } from '../../../../src/tail/decoding.ts';
import { csv } from '../../../../src/tail/export/csv.ts';
import { jsonLines } from '../../../../src/tail/export/jsonLines.ts';
import type { KeptRow } from '../../../../src/tail/export/rowSnapshot.ts';
import type { WindowRecord } from '../../../../src/tail/window/recordWindow.ts';
import { seededRandom } from '../../../support/seededRandom.ts';

function row(data: string | Uint8Array, more: Partial<WindowRecord> = {}): KeptRow {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  const record = {
    shardId: 'shardId-000000000001',
    sequenceNumber: '4966',
    partitionKey: 'k',
    arrivalMs: 5,
    encryptionType: undefined,
    ...more,
    data: bytes,
  };
  return { record, decoding: plainDecoder.decode(bytes) };
}

describe('JSON lines', () => {
  it('keep the JSON of the data as it was written, and mark what is not text', () => {
    const binary = Uint8Array.of(0xff, 0x00, 0x10);
    const lines = [
      row('{"id":12345678901234567890,\n "id":1.0}'),
      row('plain\n"text"'),
      row(binary, { explicitHashKey: '7', encryptionType: 'KMS' }),
    ].map((it) => jsonLines.line(it));
    const head = (bytes: number, more = ''): string =>
      `{"shardId":"shardId-000000000001","sequenceNumber":"4966","partitionKey":"k",${more}"approximateArrivalTimestamp":"1970-01-01T00:00:00.005Z",`.concat(
        more === '' ? '' : '"encryptionType":"KMS",',
        `"bytes":${bytes},`,
      );
    assert.deepEqual(lines, [
      `${head(38)}"data":{"id":12345678901234567890, "id":1.0}}\n`,
      `${head(12)}"data":"plain\\n\\"text\\""}\n`,
      `${head(3, '"explicitHashKey":"7",')}"dataBase64":"/wAQ"}\n`,
    ]);
  });
});

describe('CSV', () => {
  it('quotes what has to be, and says how the data is written', () => {
    const lines = [
      row('{"a":1}'),
      row('a,"b"\r\nc', { explicitHashKey: '7' }),
      row(Uint8Array.of(255)),
    ];
    const start = '1970-01-01T00:00:00.005Z,shardId-000000000001,4966,k';
    assert.equal(
      csv.head,
      'approximateArrivalTimestamp,shardId,sequenceNumber,partitionKey,explicitHashKey,bytes,encoding,data\r\n',
    );
    assert.deepEqual(
      lines.map((it) => csv.line(it)),
      [
        `${start},,7,json,"{""a"":1}"\r\n`,
        `${start},7,8,text,"a,""b""\r\nc"\r\n`,
        `${start},,1,base64,/w==\r\n`,
      ],
    );
  });

  it('leaves no field that a spreadsheet takes for a formula', () => {
    const texts = ['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\t=1', '＝1', '-12.5', '+3e8', 'a=1'];
    const fields = texts.map((text) => csv.line(row('x', { partitionKey: text })).split(',')[3]);
    assert.deepEqual(fields, [
      "'=1+1",
      "'+cmd",
      "'-2+3",
      "'@SUM(A1)",
      "'\t=1",
      "'＝1",
      '-12.5',
      '+3e8',
      'a=1',
    ]);
  });

  it('comes back from a reader of RFC 4180 as it went in', () => {
    const seed = 20261120;
    const random = seededRandom(seed);
    const alphabet = ['a', '"', ',', '\r', '\n', ' ', 'ß', '😀', '{', '='];
    const text = (): string =>
      Array.from(
        { length: Math.floor(random() * 8) },
        () => alphabet[Math.floor(random() * 10)],
      ).join('');
    for (let round = 0; round < 500; round++) {
      const [key, data] = [`k${text()}`, `d${text()}`];
      const [fields = []] = parseCsv(csv.line(row(data, { partitionKey: key })));
      assert.deepEqual([fields.length, fields[3], fields[7]], [8, key, data], `seed ${seed}`);
    }
  });
});

/** The plain model: RFC 4180, character by character. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let fields: string[] = [];
  let field = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (isQuoted && character === '"' && text.charAt(at + 1) === '"') {
      field += '"';
      at++;
    } else if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && character === ',') {
      fields.push(field);
      field = '';
    } else if (!isQuoted && text.startsWith('\r\n', at)) {
      rows.push([...fields, field]);
      fields = [];
      field = '';
      at++;
    } else field += character;
  }
  return rows;
}
