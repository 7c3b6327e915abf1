import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseKeptTail } from '../../../src/host/panels/tailTarget.ts';
import { tailHtml } from '../../../src/host/panels/tailHtml.ts';

const KEPT = {
  connectionName: 'Local engine',
  streamName: 'orders',
  position: { type: 'AT_TIMESTAMP', timestampMs: 5 },
  shards: ['shardId-000000000001'],
  startedMs: 77,
};

test('what a page kept comes back as the tail it was', () => {
  const { startedMs: _startedMs, ...target } = KEPT;
  assert.deepEqual(parseKeptTail(KEPT), target);
});

test('a tail of the end starts again where it started, so that its records come back', () => {
  const kept = { ...KEPT, position: { type: 'LATEST' } };
  assert.deepEqual(parseKeptTail(kept)?.position, { type: 'AT_TIMESTAMP', timestampMs: 77 });
});

test('anything else that a page may hold is no tail', () => {
  const bad: unknown[] = [
    undefined,
    null,
    'text',
    [],
    { ...KEPT, connectionName: 1 },
    { ...KEPT, streamName: undefined },
    { ...KEPT, position: { type: 'AT_TIMESTAMP' } },
    { ...KEPT, position: { type: 'SOMEWHERE' } },
    { ...KEPT, shards: [1] },
    { ...KEPT, shards: 'some' },
    { ...KEPT, startedMs: 'yesterday' },
  ];
  assert.deepEqual(
    bad.map(parseKeptTail),
    bad.map(() => undefined),
  );
});

test('the page is strict and takes hostile names as text', () => {
  const html = tailHtml({
    cspSource: 'https://source',
    nonce: 'N0NCE',
    scriptUri: 'https://source/tail.js',
    styleUri: 'https://source/tail.css',
    title: '</title><script>alert(2)</script>',
  });
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
  assert.match(policy, /default-src &#39;none&#39;/);
  assert.doesNotMatch(policy, /unsafe-(eval|inline)/);
  assert.deepEqual(html.match(/<script[^>]*>/g), [
    '<script nonce="N0NCE" src="https://source/tail.js">',
  ]);
});
