import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { createConnection } from '../../../src/aws/sdk.ts';
import type { Connection, StreamsService } from '../../../src/aws/service.ts';
import { FakeService } from './fakeService.ts';

describe('KinesisStreams', () => {
  const { signal } = new AbortController();
  let service: FakeService;
  let connection: Connection;
  let streams: StreamsService;

  beforeEach(async () => {
    service = new FakeService();
    const endpoint = await service.listen();
    connection = createConnection({ kind: 'local', endpoint, region: 'us-east-1' });
    streams = connection.streams;
  });

  afterEach(async () => {
    connection.dispose();
    await service.close();
  });

  it('lists streams page by page', async () => {
    const summary = {
      StreamName: 'a',
      StreamARN: 'arn:a',
      StreamStatus: 'ACTIVE',
      StreamModeDetails: { StreamMode: 'ON_DEMAND' },
    };
    service.respond = ({ input }) => ({
      body:
        input['NextToken'] === undefined
          ? {
              StreamNames: ['a'],
              StreamSummaries: [summary],
              HasMoreStreams: true,
              NextToken: 't',
            }
          : { StreamNames: ['b'], HasMoreStreams: false },
    });
    const first = await streams.listStreams({ signal, limit: 1 });
    const second = await streams.listStreams({ signal, next: first.next });
    assert.deepEqual(
      [first.items, second],
      [
        [{ name: 'a', arn: 'arn:a', status: 'ACTIVE', mode: 'ON_DEMAND' }],
        { items: [{ name: 'b', arn: '', status: '', mode: undefined }], next: undefined },
      ],
    );
    assert.deepEqual(service.calls, [
      { operation: 'ListStreams', input: { Limit: 1 } },
      { operation: 'ListStreams', input: { NextToken: 't' } },
    ]);
  });

  it('puts records and says of each where it is or why it is not stored', async () => {
    service.respond = () => ({
      body: {
        FailedRecordCount: 2,
        Records: [
          { ShardId: 'shardId-0', SequenceNumber: '7' },
          { ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: 'Rate exceeded' },
          { ErrorCode: 'InternalFailure', ErrorMessage: 'Internal Service Failure' },
        ],
      },
    });
    const data = new TextEncoder().encode('x');
    const records = ['a', 'b', 'c'].map((partitionKey) => ({ data, partitionKey }));
    const results = await streams.putRecords(
      's',
      [{ data, partitionKey: 'e', explicitHashKey: '9' }, ...records.slice(1)],
      signal,
    );
    assert.deepEqual(
      results.map((it) => ('problem' in it ? it.problem.code : it)),
      [{ shardId: 'shardId-0', sequenceNumber: '7' }, 'throttled', 'serviceFailed'],
    );
    assert.deepEqual(service.calls.at(0)?.input, {
      StreamName: 's',
      Records: [
        { Data: 'eA==', PartitionKey: 'e', ExplicitHashKey: '9' },
        { Data: 'eA==', PartitionKey: 'b' },
        { Data: 'eA==', PartitionKey: 'c' },
      ],
    });
  });

  it('makes no repeats of a put that failed, so that it is counted', async () => {
    service.fail('ProvisionedThroughputExceededException', 'Rate exceeded');
    const data = new TextEncoder().encode('x');
    await assert.rejects(streams.putRecords('s', [{ data, partitionKey: 'k' }], signal), {
      code: 'throttled',
    });
    assert.equal(service.calls.length, 1);
  });

  it('splits and merges shards', async () => {
    await streams.splitShard({ streamName: 's', shardId: 'a', startingHashKey: '5' }, signal);
    await streams.mergeShards({ streamName: 's', shardId: 'a', adjacentShardId: 'b' }, signal);
    assert.deepEqual(service.calls, [
      {
        operation: 'SplitShard',
        input: { StreamName: 's', ShardToSplit: 'a', NewStartingHashKey: '5' },
      },
      {
        operation: 'MergeShards',
        input: { StreamName: 's', ShardToMerge: 'a', AdjacentShardToMerge: 'b' },
      },
    ]);
  });

  it('pages by the last name where a server gives no token', async () => {
    service.respond = () => ({ body: { StreamNames: ['a', 'b'], HasMoreStreams: true } });
    const { next } = await streams.listStreams({ signal });
    await streams.listStreams({ signal, next });
    assert.deepEqual(service.calls[1]?.input, { ExclusiveStartStreamName: 'b' });
  });

  it('summarises a stream', async () => {
    service.respond = () => ({
      body: {
        StreamDescriptionSummary: {
          StreamName: 'a',
          StreamARN: 'arn:a',
          StreamStatus: 'UPDATING',
          StreamModeDetails: { StreamMode: 'PROVISIONED' },
          OpenShardCount: 4,
          RetentionPeriodHours: 24,
          ConsumerCount: 2,
          StreamCreationTimestamp: 1_700_000_000.5,
          EncryptionType: 'KMS',
        },
      },
    });
    assert.deepEqual(await streams.describeStreamSummary('a', signal), {
      name: 'a',
      arn: 'arn:a',
      status: 'UPDATING',
      mode: 'PROVISIONED',
      openShardCount: 4,
      retentionHours: 24,
      consumerCount: 2,
      createdMs: 1_700_000_000_500,
      encryptionType: 'KMS',
    });
  });

  it('describes a stream with all pages of its shards, as plain JSON', async () => {
    const pages = [['0', '1'], ['2', '3'], ['4']];
    service.respond = ({ input }) => {
      const after = input['ExclusiveStartShardId'];
      const page = pages.findIndex((ids) => ids.some((id) => id === after)) + 1;
      return {
        body: {
          StreamDescription: {
            StreamName: 'a',
            Shards: pages[page]?.map((ShardId) => ({ ShardId })),
            HasMoreShards: page < 2,
            StreamCreationTimestamp: 1_700_000_000,
          },
        },
      };
    };
    assert.deepEqual(await streams.describeStream('a', signal), {
      StreamName: 'a',
      StreamCreationTimestamp: '2023-11-14T22:13:20.000Z',
      Shards: ['0', '1', '2', '3', '4'].map((ShardId) => ({ ShardId })),
      HasMoreShards: false,
    });
    assert.equal(service.calls.length, 3);
  });

  it('lists shards with their parents', async () => {
    service.respond = () => ({
      body: {
        NextToken: 'more',
        Shards: [
          {
            ShardId: 's2',
            ParentShardId: 's0',
            AdjacentParentShardId: 's1',
            HashKeyRange: { StartingHashKey: '0', EndingHashKey: '9' },
            SequenceNumberRange: { StartingSequenceNumber: '1', EndingSequenceNumber: '5' },
          },
        ],
      },
    });
    const page = await streams.listShards('a', { signal, limit: 10 });
    await streams.listShards('a', { signal, next: page.next });
    assert.deepEqual(page, {
      items: [
        {
          shardId: 's2',
          startingHashKey: '0',
          endingHashKey: '9',
          startingSequenceNumber: '1',
          endingSequenceNumber: '5',
          parentShardIds: ['s0', 's1'],
        },
      ],
      next: 'more',
    });
    assert.deepEqual(
      service.calls.map(({ input }) => input),
      [{ StreamName: 'a', MaxResults: 10 }, { NextToken: 'more' }],
    );
  });

  it('sends what it is asked to create, put and delete', async () => {
    service.respond = () => ({ body: { ShardId: 's', SequenceNumber: '49' } });
    await streams.createStream({ streamName: 'a', mode: 'PROVISIONED', shardCount: 3 }, signal);
    const receipt = await streams.putRecord(
      'a',
      { data: new Uint8Array([1, 2, 255]), partitionKey: 'k', explicitHashKey: '7' },
      signal,
    );
    await streams.deleteStream('a', signal);
    assert.deepEqual(receipt, { shardId: 's', sequenceNumber: '49' });
    assert.deepEqual(service.calls, [
      {
        operation: 'CreateStream',
        input: {
          StreamName: 'a',
          ShardCount: 3,
          StreamModeDetails: { StreamMode: 'PROVISIONED' },
        },
      },
      {
        operation: 'PutRecord',
        input: { StreamName: 'a', Data: 'AQL/', PartitionKey: 'k', ExplicitHashKey: '7' },
      },
      { operation: 'DeleteStream', input: { StreamName: 'a', EnforceConsumerDeletion: true } },
    ]);
  });

  it('asks for iterators of every kind', async () => {
    service.respond = () => ({ body: { ShardIterator: 'AAAA' } });
    const ask = (position: Parameters<StreamsService['getShardIterator']>[0]['position']) =>
      streams.getShardIterator({ streamName: 'a', shardId: 's', position }, signal);
    assert.equal(await ask({ type: 'LATEST' }), 'AAAA');
    await ask({ type: 'TRIM_HORIZON' });
    await ask({ type: 'AT_TIMESTAMP', timestampMs: 1_700_000_000_250 });
    await ask({ type: 'AT_SEQUENCE_NUMBER', sequenceNumber: '5' });
    await ask({ type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: '6' });
    const base = { StreamName: 'a', ShardId: 's' };
    assert.deepEqual(
      service.calls.map(({ input }) => input),
      [
        { ...base, ShardIteratorType: 'LATEST' },
        { ...base, ShardIteratorType: 'TRIM_HORIZON' },
        { ...base, ShardIteratorType: 'AT_TIMESTAMP', Timestamp: 1_700_000_000.25 },
        { ...base, ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: '5' },
        { ...base, ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: '6' },
      ],
    );
  });

  it('reads records, and what continues a shard at its end', async () => {
    service.respond = () => ({
      body: {
        Records: [
          {
            SequenceNumber: '49',
            PartitionKey: 'k',
            Data: 'AQL/',
            ApproximateArrivalTimestamp: 1_700_000_000.123,
          },
        ],
        MillisBehindLatest: 0,
        ChildShards: [{ ShardId: 's1', ParentShards: ['s0'] }],
      },
    });
    const batch = await streams.getRecords({ iterator: 'AAAA', limit: 5 }, signal);
    const [record] = batch.records;
    assert.deepEqual(
      { ...batch, records: [{ ...record, data: [...(record?.data ?? [])] }] },
      {
        records: [
          {
            sequenceNumber: '49',
            partitionKey: 'k',
            arrivalMs: 1_700_000_000_123,
            data: [1, 2, 255],
            encryptionType: undefined,
          },
        ],
        nextIterator: undefined,
        millisBehindLatest: 0,
        childShardIds: ['s1'],
      },
    );
    assert.deepEqual(service.calls, [
      { operation: 'GetRecords', input: { ShardIterator: 'AAAA', Limit: 5 } },
    ]);
  });

  it('leaves the repeats of a throttled read to its caller', async () => {
    service.fail('ProvisionedThroughputExceededException', 'Rate exceeded for shard s.');
    await assert.rejects(streams.getRecords({ iterator: 'AAAA' }, signal), { code: 'throttled' });
    assert.equal(service.calls.length, 1);
  });

  it('rejects with the reason of its signal, before and while it waits', async () => {
    service.respond = () => 'hang';
    const controller = new AbortController();
    const reason = new Error('The view was closed');
    const waiting = streams.listStreams({ signal: controller.signal });
    const rejected = assert.rejects(waiting, reason);
    controller.abort(reason);
    await rejected;
    await assert.rejects(streams.listStreams({ signal: controller.signal }), reason);
  });
});
