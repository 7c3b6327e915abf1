import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { parseFilter } from '../../src/formats/filterText.ts';
import {
  EXTENSION_ID,
  parseTailLink,
  TAIL_LINK_PATH,
  tailLinkQuery,
} from '../../src/host/panels/tailLink.ts';

describe('a link to a tail, as VS Code takes it apart', () => {
  it('says what it said', () => {
    const shown = {
      connectionName: 'prod & eu + 100%',
      streamName: 'orders',
      position: { type: 'AT_TIMESTAMP', timestampMs: Date.UTC(2026, 10, 20, 9) },
      shards: { kind: 'key', partitionKey: 'a=b&c+d%26 ü#?' },
      filter: parseFilter('"a&b" "50%25" status="x+y" cel:{data.a > 1 && key != "#"}'),
    } as const;
    const query = tailLinkQuery({ ...shown, end: undefined, startedMs: 0, followsLatest: false });
    const uri = vscode.Uri.parse(`vscode://${EXTENSION_ID}${TAIL_LINK_PATH}?${query}`);
    assert.equal(uri.path, TAIL_LINK_PATH);
    assert.deepEqual(parseTailLink(uri.query), shown);
  });
});
