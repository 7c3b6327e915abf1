import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTailTarget, positionAfterReload } from '../../../src/host/panels/tailTarget.ts';
import { tailHtml } from '../../../src/host/panels/tailHtml.ts';

test('what a page kept comes back as the target it was', () => {
  const target = {
    connectionName: 'Local engine',
    streamName: 'orders',
    position: { type: 'AT_TIMESTAMP', timestampMs: 5 },
    shards: ['shardId-000000000001'],
  };
  assert.deepEqual(parseTailTarget(JSON.stringify(target)), target);
});

test('anything else that a page may hold is no target', () => {
  const position = { type: 'LATEST' };
  const good = { connectionName: 'a', streamName: 'b', position, shards: 'all' };
  const bad: unknown[] = [
    undefined,
    'not json',
    'null',
    '[]',
    JSON.stringify({ ...good, connectionName: 1 }),
    JSON.stringify({ ...good, streamName: undefined }),
    JSON.stringify({ ...good, position: { type: 'AT_TIMESTAMP' } }),
    JSON.stringify({ ...good, position: { type: 'SOMEWHERE' } }),
    JSON.stringify({ ...good, shards: [1] }),
    JSON.stringify({ ...good, shards: 'some' }),
  ];
  assert.deepEqual(
    bad.map(parseTailTarget),
    bad.map(() => undefined),
  );
});

test('a tail of the end starts again where it started, so that its records come back', () => {
  assert.deepEqual(positionAfterReload({ type: 'LATEST' }, 77), {
    type: 'AT_TIMESTAMP',
    timestampMs: 77,
  });
  assert.deepEqual(positionAfterReload({ type: 'TRIM_HORIZON' }, 77), { type: 'TRIM_HORIZON' });
});

test('the page is strict and takes hostile names as text', () => {
  const html = tailHtml({
    cspSource: 'https://source',
    nonce: 'N0NCE',
    scriptUri: 'https://source/tail.js',
    styleUri: 'https://source/tail.css',
    restore: '{"streamName":"\\"><script>alert(1)</script>"}',
    title: '</title><script>alert(2)</script>',
  });
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
  assert.match(policy, /default-src &#39;none&#39;/);
  assert.doesNotMatch(policy, /unsafe-(eval|inline)/);
  assert.deepEqual(html.match(/<script[^>]*>/g), [
    '<script nonce="N0NCE" src="https://source/tail.js">',
  ]);
});
