/**
 * The load generator: a process of its own, so that what it costs is not charged to an engine. It
 * is forked by `lib/loader.mjs`, takes one job at a time as a message and answers with its result.
 */
import { randomBytes } from 'node:crypto';
import { Connection, prepare } from './connection.mjs';
import { percentile } from './statistics.mjs';

/** Different requests, so that keys spread over the shards as they would. */
const BATCHES = 16;
const RECORD_MARK = Buffer.from('"SequenceNumber"');

/** @type {Record<string, (job: any) => Promise<object>>} */
const jobs = { putBatches, putSingles, drain };

process.on('message', (/** @type {{ kind: string }} */ job) => {
  const work = jobs[job.kind];
  if (work === undefined) throw new Error(`There is no job ${job.kind}`);
  work(job).then(
    (result) => process.send?.({ result }),
    (error) => process.send?.({ error: String(error?.stack ?? error) }),
  );
});

/**
 * PutRecords of `recordsPerBatch` records of `bytes`, until `durationMs` have passed or `recordsMax`
 * are put.
 * @param {{ port: number, stream: string, connections: number, recordsPerBatch: number, bytes: number, durationMs: number, recordsMax?: number }} job
 */
async function putBatches(job) {
  const requests = Array.from({ length: BATCHES }, () => {
    const Records = Array.from({ length: job.recordsPerBatch }, () => ({
      PartitionKey: randomBytes(6).toString('hex'),
      Data: randomBytes(job.bytes).toString('base64'),
    }));
    return prepare(job.port, 'PutRecords', JSON.stringify({ StreamName: job.stream, Records }));
  });
  const batchesMax = (job.recordsMax ?? Number.POSITIVE_INFINITY) / job.recordsPerBatch;
  const { sent, elapsedMs, latencies } = await repeat(job, requests, batchesMax, (body) => {
    if (!body.toString('latin1', 0, 400).includes('"FailedRecordCount":0')) {
      if (!body.toString('latin1').includes('"FailedRecordCount":0')) throw new Error('Refused');
    }
  });
  const records = sent * job.recordsPerBatch;
  return { records, elapsedMs, perSecond: (records / elapsedMs) * 1000, ...quantiles(latencies) };
}

/**
 * PutRecord of `bytes`.
 * @param {{ port: number, stream: string, connections: number, bytes: number, durationMs: number }} job
 */
async function putSingles(job) {
  const requests = Array.from({ length: 256 }, () =>
    prepare(
      job.port,
      'PutRecord',
      JSON.stringify({
        StreamName: job.stream,
        PartitionKey: randomBytes(6).toString('hex'),
        Data: randomBytes(job.bytes).toString('base64'),
      }),
    ),
  );
  const { sent, elapsedMs, latencies } = await repeat(job, requests, Number.POSITIVE_INFINITY);
  return {
    records: sent,
    elapsedMs,
    perSecond: (sent / elapsedMs) * 1000,
    ...quantiles(latencies),
  };
}

/**
 * @param {{ port: number, connections: number, durationMs: number }} job
 * @param {readonly Buffer[]} requests
 * @param {number} sentMax
 * @param {(body: Buffer) => void} [check]
 */
async function repeat(job, requests, sentMax, check) {
  const connections = await openAll(job);
  let sent = 0;
  /** @type {number[]} */
  const latencies = [];
  const startMs = performance.now();
  const worker = async (/** @type {Connection} */ connection) => {
    while (sent < sentMax && performance.now() - startMs < job.durationMs) {
      const request = requests[sent % requests.length];
      sent += 1;
      const sentMs = performance.now();
      const { status, body } = await connection.send(/** @type {Buffer} */ (request));
      latencies.push(performance.now() - sentMs);
      if (status !== 200) throw new Error(`${status} ${body.toString()}`);
      check?.(body);
    }
  };
  await Promise.all(connections.map(worker));
  const elapsedMs = performance.now() - startMs;
  for (const connection of connections) connection.close();
  return { sent, elapsedMs, latencies };
}

/**
 * GetRecords from each iterator to its end, one connection a shard.
 * @param {{ port: number, iterators: readonly string[], durationMs: number }} job
 */
async function drain(job) {
  const connections = await openAll({ port: job.port, connections: job.iterators.length });
  let records = 0;
  let bytes = 0;
  const startMs = performance.now();
  const deadlineMs = startMs + job.durationMs;
  await Promise.all(
    job.iterators.map(async (first, index) => {
      const connection = /** @type {Connection} */ (connections[index]);
      let iterator = first;
      for (let more = true; more && performance.now() < deadlineMs;) {
        const input = JSON.stringify({ ShardIterator: iterator, Limit: 10_000 });
        const { status, body } = await connection.send(prepare(job.port, 'GetRecords', input));
        if (status !== 200) throw new Error(`${status} ${body.toString()}`);
        const page = readPage(body);
        records += page.records;
        bytes += body.length;
        iterator = page.next;
        // Not every engine says truly how far behind a page is; an empty page is the end.
        more = page.records > 0;
      }
    }),
  );
  const elapsedMs = performance.now() - startMs;
  for (const connection of connections) connection.close();
  return { records, bytes, elapsedMs, perSecond: (records / elapsedMs) * 1000 };
}

/**
 * Reads a page without parsing it: counts its records, and finds the next iterator, which stands
 * before or after them.
 * @param {Buffer} body
 */
function readPage(body) {
  let records = 0;
  for (let at = body.indexOf(RECORD_MARK); at >= 0; at = body.indexOf(RECORD_MARK, at + 200)) {
    records += 1;
  }
  const ends =
    body.toString('latin1', 0, 600) + body.toString('latin1', Math.max(0, body.length - 600));
  return {
    records,
    next: /"NextShardIterator":"([^"]+)"/.exec(ends)?.[1] ?? '',
  };
}

/** @param {{ port: number, connections: number }} job */
function openAll({ port, connections }) {
  return Promise.all(Array.from({ length: connections }, () => Connection.open(port)));
}

/** @param {readonly number[]} latencies */
function quantiles(latencies) {
  return { p50: percentile(latencies, 50), p99: percentile(latencies, 99) };
}
