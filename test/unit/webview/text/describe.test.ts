import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_FILTER } from '../../../../src/formats/filter.ts';
import type { TailCounts, TailPhase, TailState } from '../../../../src/protocol/webview/tail.ts';
import {
  bannerOf,
  countText,
  endText,
  inAllShards,
  positionText,
  shardsText,
} from '../../../../webview/tail/text/describe.ts';

const counts: TailCounts = {
  generation: 1,
  revision: 0,
  first: 0,
  end: 0,
  order: 'read',
  received: 0,
  dropped: 0,
  waiting: 0,
  windowRecords: 0,
  windowBytes: 0,
  filter: undefined,
};

const filter = { pending: 500, errors: 2, lastError: undefined, filterMs: 430 };

function stateOf(phase: TailPhase, more: Partial<TailState> = {}): TailState {
  return {
    connectionName: 'Local engine',
    streamName: 'orders',
    position: { type: 'LATEST' },
    startedMs: 0,
    followsLatest: true,
    shards: 'all',
    knownShardIds: [],
    phase,
    reading: { pushMode: undefined, push: 'off', consumerName: undefined, refusal: undefined },
    filter: NO_FILTER,
    masking: { isOn: false, rules: [] },
    windowRecordsMax: 100_000,
    windowBytesMax: 256 * 1024 * 1024,
    ...more,
  };
}

const LOCAL = { format: 'local', nowMs: 0 } as const;

test('says why everything is hidden, unless reading has failed', () => {
  const problem = '"(" is no regular expression.';
  const bannerWith = (phase: TailPhase, isOn: boolean): unknown =>
    bannerOf(stateOf(phase, { masking: { isOn, rules: ['everything'], problem } }), LOCAL);
  const hidden = {
    kind: 'error',
    text: `Everything is hidden, because the masking rules cannot be used: ${problem}`,
    action: 'openMaskingRules',
  };
  const full: TailPhase = { name: 'paused', full: true };
  const failed: TailPhase = { name: 'failed', message: 'Denied.' };
  assert.deepEqual(
    [
      bannerWith({ name: 'running' }, true),
      bannerWith(full, true),
      bannerWith({ name: 'running' }, false),
      bannerWith(failed, true),
    ],
    [hidden, hidden, undefined, { kind: 'error', text: 'Denied.', action: 'tryAgain' }],
  );
});

test('names every start position', () => {
  const timestampMs = new Date(2026, 2, 1, 12, 4, 31).getTime();
  assert.deepEqual(
    [
      positionText({ type: 'LATEST' }, LOCAL),
      positionText({ type: 'TRIM_HORIZON' }, LOCAL),
      positionText({ type: 'AT_TIMESTAMP', timestampMs }, LOCAL),
      positionText({ type: 'AT_SEQUENCE_NUMBER', sequenceNumber: '4950000012' }, LOCAL),
      positionText({ type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: '4950000012' }, LOCAL),
    ],
    ['from latest', 'from oldest', 'from 2026-03-01 12:04:31', 'at …000012', 'after …000012'],
  );
});

test('names the chosen shards', () => {
  const shards = ['shardId-000000000003', 'shardId-000000000004'];
  assert.deepEqual(
    [shardsText('all'), shardsText(shards.slice(0, 1)), shardsText(shards)],
    ['all shards', 'shard 0003', '2 shards'],
  );
});

test('counts rows, matches, and what waits, drops or is still to be filtered', () => {
  const window = { ...counts, end: 1284, windowRecords: 100_000, windowBytes: 12_900_000 };
  assert.deepEqual(
    [
      countText(window),
      countText({ ...window, filter, dropped: 3, waiting: 7 }),
      countText({ ...window, filter: { ...filter, pending: 0, errors: 0 } }),
      countText({ ...window, filter: { ...filter, pending: 0, errors: 0, tooLarge: 12 } }),
      countText({ ...window, orderPending: 1_100 }),
      countText({ ...window, filter, orderPending: 1_100 }),
    ],
    [
      '1,284 records · 12 MB',
      '1,284 of 100,000 · 0.4 s · 500 to filter · 2 errors · 7 waiting · 3 dropped',
      '1,284 of 100,000 · 0.4 s',
      '1,284 of 100,000 · 0.4 s · 12 records too large to search',
      '1,284 records · 12 MB · 1,100 to order',
      '1,284 of 100,000 · 0.4 s · 500 to filter · 2 errors',
    ],
  );
});

test('says above the rows what keeps the tail from running', () => {
  const phases: TailPhase[] = [
    { name: 'running' },
    { name: 'paused', full: false },
    { name: 'paused', full: true },
    { name: 'waiting', message: 'The engine does not answer.' },
    { name: 'ended' },
    { name: 'failed', message: 'Sign in again.' },
  ];
  assert.deepEqual(
    phases.map((phase) => bannerOf(stateOf(phase), LOCAL)),
    [
      undefined,
      undefined,
      {
        kind: 'warning',
        text: 'The window is full (at most 100,000 records or 256 MB), so reading waits. Nothing is lost.',
        action: 'resume',
      },
      { kind: 'progress', text: 'The engine does not answer. Trying again…' },
      { kind: 'info', text: 'Every chosen shard is closed and has been read to its end.' },
      { kind: 'error', text: 'Sign in again.', action: 'tryAgain' },
    ],
  );
});

test('says above the rows that the tail stopped, or paused, by itself', () => {
  const timestampMs = new Date(2026, 2, 1, 12, 4, 31).getTime();
  const phases: TailPhase[] = [
    { name: 'ended', at: { type: 'AT_TIMESTAMP', timestampMs } },
    { name: 'ended', at: { type: 'COUNT', records: 1_000 } },
    { name: 'ended', at: { type: 'NOW' } },
    { name: 'paused', full: true, byItself: true },
  ];
  assert.deepEqual(
    phases
      .map((phase) => bannerOf(stateOf(phase), LOCAL))
      .map((notice) => [notice?.text, notice?.action]),
    [
      ['Stopped at 2026-03-01 12:04:31 as asked.', 'goOn'],
      ['Stopped after 1,000 records as asked.', 'goOn'],
      ['Stopped after what was there at the start, as asked.', 'goOn'],
      [
        'The window is full (at most 100,000 records or 256 MB), so the tail has paused. Resume to go on and drop the oldest, or clear the rows.',
        'resume',
      ],
    ],
  );
});

test('names every end', () => {
  const timestampMs = new Date(2026, 2, 1, 12, 4, 31).getTime();
  assert.deepEqual(
    [
      endText(undefined, LOCAL),
      endText({ type: 'AT_TIMESTAMP', timestampMs }, LOCAL),
      endText({ type: 'COUNT', records: 1_000 }, LOCAL),
      endText({ type: 'NOW' }, LOCAL),
      positionText({ type: 'AFTER_SEQUENCE_NUMBERS', sequenceNumbers: { a: '1', b: '2' } }, LOCAL),
      shardsText({ kind: 'key', partitionKey: 'truck_7' }),
      shardsText({ kind: 'key', partitionKey: 'truck_7', allShards: true }, ['shardId-0']),
      inAllShards({ kind: 'key', partitionKey: 'truck_7' }),
    ],
    [
      '',
      'until 2026-03-01 12:04:31',
      'until 1,000 records',
      'until now',
      'after 2 sequence numbers',
      'key truck_7',
      'key truck_7 in all shards',
      { kind: 'key', partitionKey: 'truck_7', allShards: true },
    ],
  );
});
