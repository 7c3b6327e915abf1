/**
 * The limit: what a server of the same language can reach when it keeps nothing. It reads HTTP, JSON
 * and base64, takes the MD5 of each partition key to choose a shard, gives sequence numbers, and
 * answers as Kinesis does, on `node:http`. GetRecords gives the same records in memory again and
 * again, made into an answer each time. Its first argument is its port.
 */
import { hash } from 'node:crypto';
import { createServer } from 'node:http';

const SHARD_COUNT = 4;
const NUMBER_START = 49_590_338_271_490_256_608_559_692_538_361_571_095_921_575_989_136_588_898n;
const NUMBER_STEP = 1n << 80n;
const RECORDS_KEPT = 10_000;
/** As Kinesis bounds an answer of GetRecords. */
const ANSWER_BYTES_MAX = 10 * 1024 * 1024;

const numbers = Array.from({ length: SHARD_COUNT }, (_, shard) => NUMBER_START + BigInt(shard));
const kept = Array.from({ length: RECORDS_KEPT }, (_, index) => ({
  key: `key-${index}`,
  arrivedMs: 1_767_225_600_000 + index,
  data: Buffer.alloc(0),
}));

/** @type {Record<string, (input: any) => object>} */
const operations = {
  PutRecords: (input) => {
    const Records = input.Records.map(put);
    return { FailedRecordCount: 0, Records };
  },
  PutRecord: put,
  GetRecords: (input) => getRecords(input),
  ListStreams: () => ({ StreamNames: [], HasMoreStreams: false, StreamSummaries: [] }),
  DescribeStreamSummary: () => ({ StreamDescriptionSummary: { StreamStatus: 'ACTIVE' } }),
  GetShardIterator: () => ({ ShardIterator: iterator(0) }),
  CreateStream: () => ({}),
};

const server = createServer((request, response) => {
  /** @type {Buffer[]} */
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const name = String(request.headers['x-amz-target']).slice('Kinesis_20131202.'.length);
    const input = JSON.parse(Buffer.concat(chunks).toString());
    const answer = Buffer.from(JSON.stringify(operations[name]?.(input) ?? {}));
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    response.setHeader('content-length', String(answer.length));
    response.end(answer);
  });
});
server.keepAliveTimeout = 600_000;
server.listen(Number(process.argv[2]), '127.0.0.1');

/** @param {{ Data: string, PartitionKey: string }} input */
function put(input) {
  const data = Buffer.from(input.Data, 'base64');
  if (data.length * 4 < input.Data.length * 3 - 8) throw new Error('Not base64');
  const shard = Number.parseInt(hash('md5', input.PartitionKey).slice(0, 1), 16) >> 2;
  return { SequenceNumber: nextNumber(shard), ShardId: `shardId-00000000000${shard}` };
}

/** @param {number} shard */
function nextNumber(shard) {
  const number = (numbers[shard] ?? 0n) + NUMBER_STEP;
  numbers[shard] = number;
  return number.toString();
}

/**
 * The iterator carries how many records of how many bytes are left: `left/bytes`.
 * @param {{ ShardIterator: string, Limit?: number }} input
 */
function getRecords(input) {
  const [left = 0, bytes = 0] = input.ShardIterator.split('/').map(Number);
  if (kept[0]?.data.length !== bytes) {
    for (const record of kept) record.data = Buffer.alloc(bytes, record.key);
  }
  const fitting = Math.floor(ANSWER_BYTES_MAX / (bytes + 12));
  const count = Math.min(left, input.Limit ?? RECORDS_KEPT, fitting);
  return {
    Records: kept.slice(0, count).map((record) => ({
      SequenceNumber: nextNumber(0),
      ApproximateArrivalTimestamp: record.arrivedMs / 1000,
      Data: record.data.toString('base64'),
      PartitionKey: record.key,
    })),
    NextShardIterator: `${left - count}/${bytes}`,
    MillisBehindLatest: left - count,
  };
}

/** @param {number} left */
function iterator(left) {
  return `${left}/0`;
}
