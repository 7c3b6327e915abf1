import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { systemClock } from '../../src/base/systemClock.ts';
import { TailSession } from '../../src/tail/main.ts';
import { median, percentile } from '../lib/statistics.mjs';
import { truck } from './bench.mjs';

const SHARDS = 4;
/** The rows of a large screen. */
const PAGE_ROWS = 60;

/** @typedef {import('../../src/protocol/webview/filter.ts').Condition} Condition */

/** @type {readonly (readonly [string, Condition])[]} */
const filters = [
  ['free text', { kind: 'text', text: 'truck_71"' }],
  ['free text that nothing has', { kind: 'text', text: 'nowhere to be found' }],
  ['regular expression', { kind: 'regex', pattern: 'truck_7\\d"' }],
  ['key', { kind: 'key', partitionKeys: ['truck_71'] }],
  ['JSON path', { kind: 'path', path: 'speed', operator: '>', value: '98' }],
  ['expression', { kind: 'expression', expression: 'data.speed > 98 && data.status == "idle"' }],
];

/** @type {import('./all.mjs').TailScenario} */
export const window = {
  name: 'window',
  work: 'A window of a million records of about 200 bytes, in one process without VS Code',
  async run({ quick }) {
    const records = quick ? 100_000 : 1_000_000;
    const before = memoryMb();
    const session = new TailSession({
      source: sourceOf(records),
      clock: systemClock,
      random: Math.random,
      connectionName: 'bench',
      streamName: 'bench',
      position: { type: 'TRIM_HORIZON' },
      shards: 'all',
      windowRecordsMax: records,
      windowBytesMax: 1024 ** 3,
      pollIntervalMs: 10,
    });
    try {
      return await measure(session, { records, before });
    } finally {
      session.dispose();
    }
  },
};

/**
 * @param {TailSession} session
 * @param {{ records: number, before: number }} options
 */
async function measure(session, { records, before }) {
  const filled = stopwatch();
  session.start();
  while (session.counts.received < records) await sleep(20);
  const fill = filled();
  const { windowBytes } = session.counts;
  const own = (memoryMb() - before) * 1e6;
  const jumps = Array.from({ length: 500 }, () => {
    const startMs = performance.now();
    const { generation } = session.counts;
    const from = Math.floor(Math.random() * (records - PAGE_ROWS));
    session.rows({ generation, from, count: PAGE_ROWS });
    return performance.now() - startMs;
  });
  /** @type {[string, string][]} */
  const figures = [
    [
      'filled',
      `${records} records in ${fill.seconds.toFixed(1)} s, longest block ${fill.block} ms`,
    ],
    ['payload a record, bytes', (windowBytes / records).toFixed(0)],
    ['memory a record with its payload, bytes', (own / records).toFixed(0)],
    [`${PAGE_ROWS} rows from anywhere, median, ms`, median(jumps).toFixed(2)],
    [`${PAGE_ROWS} rows from anywhere, p99, ms`, percentile(jumps, 99).toFixed(2)],
  ];
  const sorted = stopwatch();
  session.order({ by: 'arrival' });
  while (session.counts.order !== 'arrival') await sleep(5);
  const order = sorted();
  figures.push([
    'order by arrival time',
    `${order.seconds.toFixed(2)} s (CPU ${order.cpuSeconds.toFixed(2)} s), longest block ${order.block} ms`,
  ]);
  session.order({ by: 'read' });
  for (const [name, condition] of filters) {
    const elapsed = stopwatch();
    session.filter({ conditions: [condition] });
    while ((session.counts.filter?.pending ?? 0) > 0) await sleep(5);
    const { seconds, cpuSeconds, block } = elapsed();
    const found = session.counts.end - session.counts.first;
    const text = `${seconds.toFixed(2)} s (CPU ${cpuSeconds.toFixed(2)} s), longest block ${block} ms, ${found} found`;
    figures.push([`filter: ${name}`, text]);
  }
  return figures;
}

/** Seconds and seconds of CPU since it was made, and the longest time that the event loop was held up meanwhile. */
function stopwatch() {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const startMs = performance.now();
  const cpu = process.cpuUsage();
  return () => {
    delay.disable();
    const seconds = (performance.now() - startMs) / 1_000;
    const { user, system } = process.cpuUsage(cpu);
    const cpuSeconds = (user + system) / 1e6;
    return { seconds, cpuSeconds, block: (delay.max / 1e6).toFixed(0) };
  };
}

/** Of the heap and the buffers beside it, after a collection. */
function memoryMb() {
  setFlagsFromString('--expose-gc');
  const collect = /** @type {() => void} */ (runInNewContext('gc'));
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
}

/**
 * A stream whose closed shards hold so many records together, made as they are read.
 * @param {number} records
 * @returns {import('../../src/tail/source.ts').TailSource}
 */
function sourceOf(records) {
  const perShard = records / SHARDS;
  const shardIds = Array.from({ length: SHARDS }, (_, index) => `shardId-00000000000${index}`);
  const sinceMs = Date.now() - 3_600_000;
  return {
    listShards: async () => ({
      items: shardIds.map((shardId) => ({
        shardId,
        endingSequenceNumber: undefined,
        parentShardIds: [],
      })),
      next: undefined,
    }),
    getShardIterator: async ({ shardId }) => `${shardIds.indexOf(shardId)}:0`,
    getRecords: async ({ iterator, limit = 1_000 }) => {
      const [shard = 0, from = 0] = iterator.split(':').map(Number);
      const count = Math.min(limit, perShard - from);
      return {
        records: Array.from({ length: count }, (_, index) => {
          const number = (from + index) * SHARDS + shard;
          return {
            // As long as those of the service.
            sequenceNumber: `4959033827149025660855969${String(number).padStart(31, '0')}`,
            partitionKey: `truck_${number % 997}`,
            arrivalMs: sinceMs + number,
            data: Buffer.from(truck(number)),
            encryptionType: undefined,
          };
        }),
        nextIterator: `${shard}:${from + count}`,
        millisBehindLatest: perShard - from - count,
        childShardIds: [],
      };
    },
  };
}
