import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { cbor, tag } from '@smithy/core/cbor';
import type { Engine } from '../../src/engine/engine.ts';
import { CBOR_TYPE, cborBytes, cborOperation } from '../support/cbor.ts';
import { startTestEngine } from '../support/engine.ts';
import { FakeClock } from '../support/fakeClock.ts';

const START_MS = 1_700_000_000_250;
const SHARD = 'shardId-000000000000';
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const text = (value: string): string => {
  const bytes = Buffer.from(value);
  return `78${bytes.length.toString(16).padStart(2, '0')}${bytes.toString('hex')}`;
};

describe('CBOR', () => {
  let engine: Engine;
  let endpoint: string;
  let clock: FakeClock;

  before(async () => {
    clock = new FakeClock(START_MS);
    engine = await startTestEngine({}, { clock });
    endpoint = engine.ready.http;
  });
  after(() => engine.stop());

  async function createActive(StreamName: string): Promise<void> {
    await cborOperation(endpoint, 'CreateStream', { StreamName, ShardCount: 1 });
    await clock.advance(0);
  }

  async function readFirst(iterator: object): Promise<unknown> {
    const { body } = await cborOperation(endpoint, 'GetShardIterator', {
      ShardId: SHARD,
      ...iterator,
    });
    await clock.advance(1_000);
    const answer = await cborOperation(endpoint, 'GetRecords', body as object);
    return (answer.body as { Records: unknown[] }).Records[0];
  }

  it('takes byte strings and gives them back, with times in tagged milliseconds', async () => {
    await createActive('bytes');
    const Data = Uint8Array.from({ length: 256 }, (_, index) => index);
    const put = await cborOperation(endpoint, 'PutRecord', {
      StreamName: 'bytes',
      PartitionKey: 'ключ',
      Data,
    });
    const { SequenceNumber } = put.body as { SequenceNumber: string };
    const record = (await readFirst({
      StreamName: 'bytes',
      ShardIteratorType: 'TRIM_HORIZON',
    })) as {
      Data: Uint8Array;
    };
    assert.deepEqual(
      [put.status, put.contentType, { ...record, Data: [...record.Data] }],
      [
        200,
        CBOR_TYPE,
        {
          SequenceNumber,
          // The reader knows tag 1 as seconds; what stands there is milliseconds.
          ApproximateArrivalTimestamp: tag({ tag: 1, value: START_MS }),
          Data: [...Data],
          PartitionKey: 'ключ',
        },
      ],
    );
  });

  it('takes maps, lists and strings of unknown length', async () => {
    await createActive('indefinite');
    const record = `bf ${text('Data')} 5f 42 6162 41 63 ff ${text('PartitionKey')} 7f 61 6b 61 31 ff ff`;
    const put = await cborBytes(
      endpoint,
      'PutRecords',
      hex(`bf ${text('StreamName')} ${text('indefinite')} ${text('Records')} 9f ${record} ff ff`),
    );
    const read = (await readFirst({
      StreamName: 'indefinite',
      ShardIteratorType: 'TRIM_HORIZON',
    })) as { Data: Uint8Array; PartitionKey: string };
    assert.deepEqual(
      [
        (put.body as { FailedRecordCount: number }).FailedRecordCount,
        read.PartitionKey,
        Buffer.from(read.Data).toString(),
      ],
      [0, 'k1', 'abc'],
    );
  });

  it('reads a tagged time as milliseconds', async () => {
    await createActive('timed');
    for (const name of ['early', 'late']) {
      await cborOperation(endpoint, 'PutRecord', {
        StreamName: 'timed',
        PartitionKey: name,
        Data: Buffer.from(name),
      });
      await clock.advance(10_000);
    }
    const timeMs = (clock.nowMs() - 10_000).toString(16).padStart(16, '0');
    const iterator = await cborBytes(
      endpoint,
      'GetShardIterator',
      hex(
        `a4 ${text('StreamName')} ${text('timed')} ${text('ShardId')} ${text(SHARD)} ${text('ShardIteratorType')} ${text('AT_TIMESTAMP')} ${text('Timestamp')} c1 1b${timeMs}`,
      ),
    );
    const answer = await cborOperation(endpoint, 'GetRecords', iterator.body as object);
    const { Records } = answer.body as { Records: { PartitionKey: string }[] };
    assert.deepEqual(
      Records.map(({ PartitionKey }) => PartitionKey),
      ['late'],
    );
  });

  it('answers errors as CBOR, in the same order and words as JSON', async () => {
    const answers = [
      await cborOperation(endpoint, 'DescribeStream', { StreamName: 'none' }),
      await cborOperation(endpoint, 'DescribeStream', { StreamName: 5 }),
      await cborOperation(endpoint, 'DescribeStream', { StreamName: Buffer.from('none') }),
      await cborOperation(endpoint, 'DescribeStream', { StreamName: '' }),
      await cborOperation(endpoint, 'PutRecord', {
        StreamName: 'x',
        PartitionKey: 'k',
        Data: 'YQ==',
      }),
      await cborBytes(endpoint, 'ListStreams', hex('ff')),
      await cborBytes(endpoint, 'ListStreams', hex('81'.repeat(5_000) + '00')),
      await cborBytes(endpoint, 'ListStreams', Buffer.alloc(0)),
      await cborBytes(endpoint, 'ListStreams', cbor.serialize([])),
      await cborBytes(endpoint, 'NoSuchThing', Buffer.alloc(0)),
    ];
    const serialization = { __type: 'SerializationException' };
    const notConverted = (name: string, to: string): object => ({
      ...serialization,
      Message: `class ${name} can not be converted to ${to}`,
    });
    assert.deepEqual(
      answers.map(({ status, contentType, body }) => [status, contentType, body]),
      [
        {
          __type: 'ResourceNotFoundException',
          message: 'Stream none under account 000000000000 not found.',
        },
        notConverted('com.amazon.coral.value.json.numbers.TruncatingBigNumber', 'an String'),
        notConverted('java.nio.HeapByteBuffer', 'an String'),
        {
          __type: 'ValidationException',
          message:
            "2 validation errors detected: Value '' at 'streamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; Value '' at 'streamName' failed to satisfy constraint: Member must have length greater than or equal to 1",
        },
        notConverted('java.lang.String', 'a Blob'),
        serialization,
        serialization,
        serialization,
        { ...serialization, Message: 'Start of list found where not expected' },
        { __type: 'UnknownOperationException' },
      ].map((body) => [400, CBOR_TYPE, body]),
    );
  });

  it('takes a batch of 10 MiB', async () => {
    await createActive('large');
    const answer = await cborOperation(endpoint, 'PutRecords', {
      StreamName: 'large',
      Records: Array.from({ length: 10 }, (_, index) => ({
        PartitionKey: String(index),
        Data: Buffer.alloc(1_000_000, index),
      })),
    });
    assert.equal(answer.status, 200);
  });
});
