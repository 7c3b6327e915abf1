import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { createConnection } from '../../src/aws/sdk.ts';
import type { Connection } from '../../src/aws/service.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { startTestEngine } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';

/** The services of the extension, unchanged, against the local engine. */
describe('the aws room on the local engine', () => {
  const { signal } = new AbortController();
  let engine: Engine;
  let connection: Connection;

  beforeEach(async () => {
    engine = await startTestEngine();
    const { http: endpoint } = engine.ready;
    connection = createConnection({ kind: 'local', endpoint, region: 'us-east-1' });
  });

  afterEach(async () => {
    connection.dispose();
    await engine.stop();
  });

  async function createStream(streamName: string, shardCount: number): Promise<void> {
    const { streams } = connection;
    await streams.createStream({ streamName, mode: 'PROVISIONED', shardCount }, signal);
    await eventually(
      async () => (await streams.describeStreamSummary(streamName, signal)).status === 'ACTIVE',
    );
  }

  it('creates, lists, describes and deletes streams', async () => {
    const { streams } = connection;
    for (const name of ['a', 'b', 'c']) await createStream(name, 2);
    const first = await streams.listStreams({ signal, limit: 2 });
    const second = await streams.listStreams({ signal, next: first.next });
    assert.deepEqual(
      [...first.items, ...second.items].map(({ name, status, mode }) => [name, status, mode]),
      ['a', 'b', 'c'].map((name) => [name, 'ACTIVE', 'PROVISIONED']),
    );
    assert.equal(second.next, undefined);
    const detail = await streams.describeStreamSummary('a', signal);
    assert.deepEqual(
      { ...detail, createdMs: 0 },
      {
        name: 'a',
        arn: 'arn:aws:kinesis:us-east-1:000000000000:stream/a',
        status: 'ACTIVE',
        mode: 'PROVISIONED',
        openShardCount: 2,
        retentionHours: 24,
        consumerCount: 0,
        createdMs: 0,
        encryptionType: 'NONE',
      },
    );
    await streams.deleteStream('b', signal);
    await assert.rejects(
      streams.createStream({ streamName: 'a', mode: 'PROVISIONED', shardCount: 1 }, signal),
      { code: 'resourceInUse' },
    );
    await assert.rejects(streams.describeStreamSummary('nowhere', signal), { code: 'notFound' });
    await assert.rejects(
      streams.createStream({ streamName: 'no good', mode: 'PROVISIONED', shardCount: 1 }, signal),
      { code: 'invalidInput' },
    );
  });

  it('lists all shards of a stream, by pages and in its description', async () => {
    await createStream('wide', 130);
    const { streams } = connection;
    const shardIds: string[] = [];
    let next: string | undefined;
    do {
      const page = await streams.listShards('wide', { signal, limit: 50, next });
      shardIds.push(...page.items.map(({ shardId }) => shardId));
      next = page.next;
    } while (next !== undefined);
    const described = (await streams.describeStream('wide', signal)) as {
      Shards: { ShardId: string }[];
      StreamCreationTimestamp: string;
    };
    assert.equal(shardIds.length, 130);
    assert.deepEqual(
      described.Shards.map(({ ShardId }) => ShardId),
      shardIds,
    );
    assert.ok(!Number.isNaN(Date.parse(described.StreamCreationTimestamp)));
  });

  it('puts a record and reads exactly that one back from every position', async () => {
    await createStream('a', 4);
    const { streams } = connection;
    const put = (text: string) =>
      streams.putRecord('a', { data: new TextEncoder().encode(text), partitionKey: 'k' }, signal);
    const { shardId, sequenceNumber } = await put('one');
    const after = await streams.getShardIterator(
      { streamName: 'a', shardId, position: { type: 'LATEST' } },
      signal,
    );
    await put('two');
    const read = async (iterator: string): Promise<string[]> => {
      const { records } = await streams.getRecords({ iterator }, signal);
      return records.map(({ data }) => new TextDecoder().decode(data));
    };
    const positions = [
      { type: 'TRIM_HORIZON' },
      { type: 'AT_TIMESTAMP', timestampMs: Date.now() - 60_000 },
      { type: 'AT_SEQUENCE_NUMBER', sequenceNumber },
      { type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber },
    ] as const;
    const found = [await read(after)];
    for (const position of positions) {
      const request = { streamName: 'a', shardId, position };
      found.push(await read(await streams.getShardIterator(request, signal)));
    }
    assert.deepEqual(found, [['two'], ['one', 'two'], ['one', 'two'], ['one', 'two'], ['two']]);
  });
});
