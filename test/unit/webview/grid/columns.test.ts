import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { TailRow } from '../../../../src/protocol/webview/tail.ts';
import { columnsOf } from '../../../../webview/tail/grid/columns.ts';
import { defaultLayout, withPath } from '../../../../webview/tail/grid/layout.ts';
import { rowOf } from '../tailRows.ts';

const columns = columnsOf(withPath(defaultLayout, 'user.id'), false);

function said(row: TailRow): Record<string, string> {
  return Object.fromEntries(
    columns.flatMap((column) =>
      column.name === 'time' ? [] : [[column.name, column.spoken(row)]],
    ),
  );
}

it('says of each cell what the title of its column would say', () => {
  const row = { ...rowOf(7), sequenceNumber: '4959033827149025660', preview: '{}', cells: ['42'] };
  assert.deepEqual(said(row), {
    shard: 'shard 0000',
    key: 'key key-7',
    sequence: 'sequence number ending in 025660',
    size: '1 byte',
    data: '{}',
    path: 'user.id 42',
  });
});

it('says that data is binary, that a path is missing, and which record of an aggregate it is', () => {
  const row = { ...rowOf(7), bytes: 1_500, preview: '00 01', isText: false, subSequenceNumber: 3 };
  const { sequence, size, data, path } = said({ ...row, cells: [''] });
  assert.deepEqual(
    { sequence, size, data, path },
    {
      sequence: 'sequence number ending in 7:3',
      size: '1,500 bytes',
      data: 'binary 00 01',
      path: 'user.id missing',
    },
  );
});
