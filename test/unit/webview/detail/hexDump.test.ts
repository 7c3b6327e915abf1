import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hexDump } from '../../../../webview/tail/detail/hexDump.ts';

test('dumps lines of 16 bytes with their offset and ASCII', () => {
  const data = Uint8Array.from({ length: 20 }, (_, index) => index + 0x3a);
  assert.equal(
    hexDump(data, 1000),
    [
      '00000000  3a 3b 3c 3d 3e 3f 40 41  42 43 44 45 46 47 48 49  :;<=>?@ABCDEFGHI',
      '00000010  4a 4b 4c 4d                                       JKLM',
    ].join('\n'),
  );
});

test('shows bytes that are no ASCII letters as dots', () => {
  const line = hexDump(Uint8Array.of(0x1f, 0x20, 0x7e, 0x7f, 0xff), 1000);
  assert.equal(line.slice(-5), '. ~..');
});

test('stops at its budget, and dumps nothing of nothing', () => {
  const dump = hexDump(new Uint8Array(1000), 33);
  assert.deepEqual([dump.split('\n').length, hexDump(new Uint8Array(), 10)], [3, '']);
});
