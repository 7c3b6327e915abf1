import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFilter } from '../../../src/formats/filterText.ts';
import { tailHtml } from '../../../src/host/panels/tailHtml.ts';
import {
  type TailTarget,
  isTailOf,
  openingOf,
  parseKeptTail,
} from '../../../src/host/panels/tailTarget.ts';

const KEPT = {
  connectionName: 'Local engine',
  streamName: 'orders',
  position: { type: 'AT_TIMESTAMP', timestampMs: 5 },
  shards: ['shardId-000000000001'],
  startedMs: 77,
};

const MINUTE_MS = 60_000;
const NOW_MS = 100 * MINUTE_MS;

test('what a page kept comes back as the tail it was', () => {
  const { startedMs: _startedMs, ...opening } = { ...KEPT, followsLatest: false };
  assert.deepEqual(parseKeptTail(KEPT, NOW_MS), opening);
});

test('its filter comes back with it, unless it cannot be read', () => {
  const filterOf = (filter: unknown): unknown => parseKeptTail({ ...KEPT, filter }, NOW_MS)?.filter;
  assert.deepEqual(['truck_7', '', '"', 7, 'x'.repeat(100_000)].map(filterOf), [
    { conditions: [{ kind: 'text', text: 'truck_7' }] },
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test('a tail of the end starts again where it started, but not long ago nor in the future', () => {
  const since = (kept: object): unknown => {
    const opening = parseKeptTail({ ...KEPT, ...kept }, NOW_MS);
    assert.equal(opening?.followsLatest, true);
    return opening.position;
  };
  const at = (minute: number): object => ({
    type: 'AT_TIMESTAMP',
    timestampMs: minute * MINUTE_MS,
  });
  const latest = { type: 'LATEST' };
  assert.deepEqual(
    [
      since({ position: latest, startedMs: 98 * MINUTE_MS }),
      since({ position: latest, startedMs: 0 }),
      since({ position: latest, startedMs: 200 * MINUTE_MS }),
      since({ position: at(98), startedMs: 99 * MINUTE_MS, followsLatest: true }),
      since({ position: at(1), startedMs: 2 * MINUTE_MS, followsLatest: true }),
    ],
    [at(98), at(95), at(100), at(98), at(95)],
  );
  const chosen = { ...KEPT, position: at(1), followsLatest: false };
  assert.deepEqual(parseKeptTail(chosen, NOW_MS)?.position, at(1));
  assert.deepEqual(parseKeptTail({ ...KEPT, position: at(101) }, NOW_MS)?.position, at(100));
});

test('what is open already is found as it reads now', () => {
  const stream = { connectionName: 'Local engine', streamName: 'orders' };
  const kept = { ...stream, position: { type: 'LATEST' }, shards: 'all', startedMs: 0 };
  const reloaded = parseKeptTail(kept, NOW_MS);
  assert.ok(reloaded);
  const oldest = openingOf({ ...stream, position: { type: 'TRIM_HORIZON' } });
  const oneShard = openingOf({ ...stream, shards: ['b', 'a'] });
  const asked: TailTarget[] = [
    stream,
    { ...stream, position: { type: 'LATEST' } },
    { ...stream, position: { type: 'TRIM_HORIZON' } },
    { ...stream, shards: ['a', 'b'] },
    { ...stream, streamName: 'other' },
    { ...stream, connectionName: 'other' },
  ];
  assert.deepEqual(
    [openingOf(stream), reloaded, oldest, oneShard].map((open) =>
      asked.map((target) => isTailOf(open, target)),
    ),
    [
      [true, true, false, false, false, false],
      [true, true, false, false, false, false],
      [true, false, true, false, false, false],
      [false, false, false, true, false, false],
    ],
  );
});

test('a tail with another filter is another tail', () => {
  const stream = { connectionName: 'Local engine', streamName: 'orders' };
  const filtered = openingOf({ ...stream, filter: parseFilter('truck_7') });
  const asked: TailTarget[] = [
    stream,
    { ...stream, filter: parseFilter('truck_7') },
    { ...stream, filter: parseFilter('truck_8') },
    { ...stream, filter: { conditions: [] } },
  ];
  assert.deepEqual(
    [openingOf(stream), filtered].map((open) => asked.map((target) => isTailOf(open, target))),
    [
      [true, false, false, true],
      [true, true, false, false],
    ],
  );
});

test('ends, keys and positions by shard come back too, and now is a time by then', () => {
  const position = { type: 'AFTER_SEQUENCE_NUMBERS', sequenceNumbers: { a: '1', b: '22' } };
  const shards = { kind: 'key', partitionKey: 'truck_7' };
  const kept = (end: unknown): unknown => parseKeptTail({ ...KEPT, position, shards, end }, NOW_MS);
  const { startedMs, ...stream } = KEPT;
  const opening = { ...stream, position, shards, followsLatest: false };
  const count = { type: 'COUNT', records: 5 };
  assert.deepEqual([count, { type: 'NOW' }, { type: 'AT_TIMESTAMP', timestampMs: 9 }].map(kept), [
    { ...opening, end: count },
    { ...opening, end: { type: 'AT_TIMESTAMP', timestampMs: startedMs } },
    { ...opening, end: { type: 'AT_TIMESTAMP', timestampMs: 9 } },
  ]);
  const noEnds = [undefined, 'NOW', { type: 'COUNT', records: 0 }, { type: 'COUNT' }, {}];
  assert.deepEqual(
    noEnds.map(kept),
    noEnds.map(() => opening),
  );
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
    { ...KEPT, position: { type: 'AT_SEQUENCE_NUMBER', sequenceNumber: 'x1' } },
    { ...KEPT, shards: [1] },
    { ...KEPT, shards: [] },
    { ...KEPT, shards: 'some' },
    { ...KEPT, shards: { kind: 'key', partitionKey: '' } },
    { ...KEPT, shards: { kind: 'key', partitionKey: 'k', allShards: 'yes' } },
    { ...KEPT, position: { type: 'AFTER_SEQUENCE_NUMBERS', sequenceNumbers: { a: 'x' } } },
    { ...KEPT, startedMs: 'yesterday' },
  ];
  assert.deepEqual(
    bad.map((kept) => parseKeptTail(kept, NOW_MS)),
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
