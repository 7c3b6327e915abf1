import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatShardId } from '../../../../src/formats/shardId.ts';
import { shardColor, shardColorCss } from '../../../../webview/tail/text/shardColors.ts';

test('six shards in a row have six colours, and then they begin again', () => {
  const colors = Array.from({ length: 12 }, (_, index) => shardColor(formatShardId(index)));
  assert.equal(new Set(colors.slice(0, 6)).size, 6);
  assert.deepEqual(colors.slice(6), colors.slice(0, 6));
});

test('a shard has the same colour however its id is written, and any id has one', () => {
  assert.equal(shardColor('shardId-3'), shardColor('shardId-000000000003'));
  assert.equal(shardColorCss('shardId-000000000000'), 'var(--vscode-charts-blue)');
  assert.match(shardColorCss('a shard of another server'), /^var\(--vscode-charts-[a-z]+\)$/);
  assert.match(shardColorCss(''), /^var\(--vscode-charts-[a-z]+\)$/);
});
