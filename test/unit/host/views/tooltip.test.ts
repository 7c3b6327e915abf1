import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tooltipMarkdown } from '../../../../src/host/views/tooltip.ts';

test('a tooltip shows what an endpoint answers as text', () => {
  const markdown = tooltipMarkdown('my_stream', [
    'Status ![x](https://example.com/x.png)',
    '',
    undefined,
    'a\n\n# heading <img src=x>',
    'Größe 5',
  ]);
  assert.equal(
    markdown,
    [
      '**my\\_stream**',
      'Status \\!\\[x\\]\\(https\\:\\/\\/example\\.com\\/x\\.png\\)',
      'a \\# heading \\<img src\\=x\\>',
      'Größe 5',
    ].join('\n\n'),
  );
});
