import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CellReader, cellText } from '../../../../src/tail/view/cells.ts';
import { plainDecoder } from '../../../../src/tail/decoding.ts';
import { TailView } from '../../../../src/tail/view/tailView.ts';
import { seededRandom } from '../../../support/seededRandom.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('each path gives what it finds first, on one line and with every digit', () => {
  const paths = ['id', 'a.b', '$.list[1]', 'missing', 'no path [', 'text', 'none'];
  const reader = new CellReader(plainDecoder, paths);
  const json =
    '{"id":12345678901234567890,"a":{"b":{"c":[1,true,"x"]}},"list":[1,2],"text":"a\\nb","none":null}';
  assert.deepEqual(reader.read(bytes(json)), [
    '12345678901234567890',
    '{"c":[1,true,"x"]}',
    '2',
    '',
    '',
    'a↵b',
    'null',
  ]);
  assert.deepEqual(
    reader.read(bytes('no JSON')),
    paths.map(() => ''),
  );
});

test('a cell is the beginning of the JSON, however large the value', () => {
  const random = seededRandom(7);
  const make = (depth: number): unknown => {
    const kind = Math.floor(random() * (depth > 3 ? 4 : 6));
    if (kind === 0) return Math.floor(random() * 1e6);
    if (kind === 1) return random() < 0.5;
    if (kind === 2) return null;
    if (kind === 3) return 'text '.repeat(Math.floor(random() * 80));
    const items = Array.from({ length: Math.floor(random() * 20) }, () => make(depth + 1));
    return kind === 4 ? items : Object.fromEntries(items.map((item, index) => [`k${index}`, item]));
  };
  for (let round = 0; round < 300; round++) {
    const value = make(0);
    const whole = typeof value === 'string' ? value : JSON.stringify(value);
    const expected = whole.length > 256 ? `${whole.slice(0, 255)}…` : whole;
    assert.equal(cellText(value), expected);
  }
});

test('a page of rows with columns ends early when much data was read for it', () => {
  const view = new TailView({ recordsMax: 100, bytesMax: 100_000_000 });
  const data = bytes(JSON.stringify({ id: 1, text: 'x'.repeat(1_000_000) }));
  const record = {
    sequenceNumber: '1',
    partitionKey: 'k',
    arrivalMs: 0,
    data,
    encryptionType: undefined,
  };
  view.append(
    's',
    Array.from({ length: 10 }, () => record),
    0,
  );
  const { generation } = view.counts;
  const withPath = view.rows({ generation, from: 0, count: 10, paths: ['id'] });
  const without = view.rows({ generation, from: 0, count: 10 });
  assert.deepEqual(
    withPath.rows.map(({ cells }) => cells),
    [['1'], ['1'], ['1']],
  );
  assert.equal(without.rows.length, 10);
});
