import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_FILTER } from '../../../../src/formats/filter.ts';
import type {
  TailCounts,
  TailPhase,
  TailProgress,
  TailState,
} from '../../../../src/protocol/webview/tail.ts';
import { type TailSight, whyEmpty } from '../../../../webview/tail/text/whyEmpty.ts';

const COUNTS: TailCounts = {
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

const STATE: TailState = {
  connectionName: 'Local engine',
  streamName: 'orders',
  position: { type: 'LATEST' },
  startedMs: 0,
  followsLatest: true,
  shards: 'all',
  knownShardIds: [],
  phase: { name: 'running' },
  filter: NO_FILTER,
  masking: { isOn: false, rules: [] },
  reading: { pushMode: undefined, push: 'off', consumerName: undefined, refusal: undefined },
  windowRecordsMax: 100_000,
  windowBytesMax: 1,
};

const PROGRESS: TailProgress = {
  behindMs: 10_920_000,
  share: 0.2,
  trend: 'nearing',
  etaMs: 60_000,
  recordsPerSecond: 0,
  bytesPerSecond: 0,
  emptyReads: 40,
};

function shard(more: Partial<TailSight['metrics'][number]>): TailSight['metrics'][number] {
  return { recordsRead: 0, throttles: 0, state: 'reading', ...more };
}

const OLDEST = { position: { type: 'TRIM_HORIZON' } } as const;
const KEY = { shards: { kind: 'key', partitionKey: 'truck_7' } } as const;
const filter = { pending: 0, errors: 2, lastError: undefined, filterMs: 430 };

interface Case extends Partial<Omit<TailSight, 'state' | 'counts'>> {
  readonly phase?: TailPhase;
  readonly state?: Partial<TailState>;
  readonly counts?: Partial<TailCounts>;
  readonly says: readonly (string | undefined)[] | undefined;
}

const CASES: Readonly<Record<string, Case>> = {
  'there are rows': { counts: { end: 1 }, says: undefined },
  connecting: { phase: { name: 'connecting' }, says: ['progress', 'Connecting to orders…'] },
  'a filter that is not done': {
    counts: { windowRecords: 500, filter: { ...filter, pending: 9 } },
    says: ['progress', 'Filtering 9 records…'],
  },
  'a filter that nothing matches': {
    counts: { windowRecords: 500, filter },
    says: [
      'info',
      'None of 500 records matches the filter. 2 records could not be judged.',
      'clearFilter',
    ],
  },
  'a filter that looks into no large records': {
    counts: { windowRecords: 500, filter: { ...filter, errors: 0, tooLarge: 12 } },
    says: [
      'info',
      'None of 500 records matches the filter. 12 records are too large to search.',
      'clearFilter',
    ],
  },
  'paused with records': {
    phase: { name: 'paused', full: false },
    counts: { waiting: 5 },
    says: ['info', 'Paused. 5 records waiting.', 'resume'],
  },
  'paused without': {
    phase: { name: 'paused', full: false },
    says: ['info', 'Paused. No records yet.', 'resume'],
  },
  failed: { phase: { name: 'failed', message: 'Sign in again.' }, says: ['info', 'No records.'] },
  'in trouble': { phase: { name: 'waiting', message: 'Away.' }, says: ['info', 'No records.'] },
  'at latest': {
    says: ['waiting', 'Waiting for new records. Earlier ones are not shown.', 'fromOldest'],
  },
  'an empty stream': { state: OLDEST, says: ['waiting', 'No records in the stream yet.'] },
  'from a time': {
    state: { position: { type: 'AT_TIMESTAMP', timestampMs: new Date(2026, 2, 1).getTime() } },
    says: ['waiting', 'No records since 2026-03-01 00:00:00 yet.', 'fromOldest'],
  },
  'through an empty stretch': {
    state: OLDEST,
    progress: PROGRESS,
    says: ['progress', 'No records there; 3 h 2 m still to look through.'],
  },
  'looking for a key': {
    state: { ...OLDEST, ...KEY },
    progress: PROGRESS,
    metrics: [shard({ recordsRead: 12_000 }), shard({ recordsRead: 345 })],
    says: [
      'progress',
      'None of 12,345 records so far is of the key truck_7; 3 h 2 m still to look through.',
    ],
  },
  'a key that is not there': {
    state: { ...OLDEST, ...KEY },
    metrics: [shard({ recordsRead: 12 })],
    says: [
      'waiting',
      'None of 12 records read is of the key truck_7. Waiting for new ones. One with an explicit hash key may lie in another shard.',
      'allShards',
    ],
  },
  'a key that is nowhere': {
    state: { ...OLDEST, shards: { ...KEY.shards, allShards: true } },
    metrics: [shard({ recordsRead: 12 })],
    says: ['waiting', 'None of 12 records read is of the key truck_7. Waiting for new ones.'],
  },
  'a key at latest': {
    state: KEY,
    says: [
      'waiting',
      'Waiting for new records of the key truck_7. Earlier ones are not shown.',
      'fromOldest',
    ],
  },
  throttled: {
    state: OLDEST,
    metrics: [shard({ state: 'waiting', throttles: 3 }), shard({ state: 'ended' })],
    says: ['progress', 'The service slows the reading down (3 throttles). It goes on by itself.'],
  },
  'throttled before': {
    state: OLDEST,
    metrics: [shard({ throttles: 3 })],
    says: ['waiting', 'No records in the stream yet.'],
  },
  cleared: {
    metrics: [shard({ recordsRead: 12 })],
    says: ['waiting', 'Cleared. Waiting for new records.'],
  },
  'stopped as asked': {
    phase: { name: 'ended', at: { type: 'NOW' } },
    says: ['info', 'No records up to where the tail stopped.'],
  },
  'closed and read from oldest': {
    phase: { name: 'ended' },
    state: { ...OLDEST, ...KEY },
    says: [
      'info',
      'The shards are closed and hold no records of the key truck_7, or no longer. One with an explicit hash key may lie in another shard.',
      'allShards',
    ],
  },
  'closed and read from later': {
    phase: { name: 'ended' },
    says: ['info', 'The shards are closed and hold no records from there on.', 'fromOldest'],
  },
};

for (const [name, { phase, state, counts, says, ...more }] of Object.entries(CASES)) {
  test(`says why there are no rows: ${name}`, () => {
    const notice = whyEmpty(
      {
        state: { ...STATE, ...state, ...(phase && { phase }) },
        counts: { ...COUNTS, ...counts },
        progress: undefined,
        metrics: [],
        ...more,
      },
      { format: 'local', nowMs: 0 },
    );
    const { kind, text, action } = notice ?? {};
    assert.deepEqual(notice && [kind, text, ...(action ? [action] : [])], says);
  });
}
