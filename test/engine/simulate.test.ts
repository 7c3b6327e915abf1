import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import {
  DeleteStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-kinesis';
import {
  CONTROL_HEADER,
  CONTROL_PREFIX,
  CONTROL_ROUTES,
  type ControlCall,
  type ControlCalls,
} from '../../src/protocol/engine/control.ts';
import type { EngineOptions } from '../../src/engine/part.ts';
import { kinesisClient, startTestEngine } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';

async function world(context: TestContext, options: Partial<EngineOptions> = {}) {
  const engine = await startTestEngine(options);
  context.after(() => engine.stop());
  const client = kinesisClient(engine.ready.http);
  context.after(() => {
    client.destroy();
  });
  const call = async <Call extends ControlCall>(
    name: Call,
    body?: unknown,
  ): Promise<{ status: number; body: ControlCalls[Call]['response'] }> => {
    const { method, path } = CONTROL_ROUTES[name];
    const response = await fetch(`${engine.ready.http}${CONTROL_PREFIX}${path}`, {
      method,
      headers: { [CONTROL_HEADER]: '1', connection: 'close' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return {
      status: response.status,
      body: (await response.json()) as ControlCalls[Call]['response'],
    };
  };
  const firstRecords = async (streamName: string, count: number): Promise<string[]> => {
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({
        StreamName: streamName,
        ShardId: 'shardId-000000000000',
        ShardIteratorType: 'TRIM_HORIZON',
      }),
    );
    const { Records } = await client.send(new GetRecordsCommand({ ShardIterator, Limit: count }));
    return (Records ?? []).map(
      ({ PartitionKey, Data }) =>
        `${String(PartitionKey)} ${Buffer.from(Data ?? [])
          .toString()
          .replace(/"timestamp":"[^"]*"/, '')}`,
    );
  };
  return { client, call, firstRecords };
}

const trucks = {
  streamName: 'truck-positions',
  kind: 'gps',
  recordsPerSecond: 200,
  keys: 100,
  shardCount: 1,
} as const;

test('a control call starts a producer, which creates its stream and feeds it', async (context) => {
  const { client, call } = await world(context);
  const started = await call('startProducer', { ...trucks, shardCount: 4 });
  assert.deepEqual([started.status, started.body.state, started.body.keySkew], [200, 'waiting', 0]);
  await eventually(async () => {
    const { body } = await call('listProducers');
    return (body.producers[0]?.recordsPut ?? 0) >= 100;
  });
  const { StreamDescriptionSummary: summary } = await client.send(
    new DescribeStreamSummaryCommand({ StreamName: 'truck-positions' }),
  );
  const [producer] = (await call('listProducers')).body.producers;
  const stopped = await call('stopProducer', { streamName: 'truck-positions', kind: 'gps' });
  assert.deepEqual(
    [summary?.OpenShardCount, producer?.state, producer?.recordsThrottled, stopped.body],
    [4, 'running', 0, { stopped: true }],
  );
  assert.deepEqual((await call('listProducers')).body, { producers: [] });
});

test('two engines with the same seed hold the same records, timestamps aside', async (context) => {
  const runs: string[][] = [];
  for (const seed of [5, 5, 6]) {
    const { call, firstRecords } = await world(context);
    await call('startProducer', { ...trucks, seed });
    await eventually(async () => {
      const { body } = await call('listProducers');
      return (body.producers[0]?.recordsPut ?? 0) >= 100;
    });
    await call('stopProducer', trucks);
    runs.push(await firstRecords('truck-positions', 100));
  }
  const [first, again, other] = runs;
  assert.equal(first?.length, 100);
  assert.deepEqual(again, first);
  assert.notDeepEqual(other, first);
});

test('a producer is held to the limits of its shards, and counts what they turn away', async (context) => {
  const { call } = await world(context);
  await call('startProducer', { ...trucks, kind: 'logs', recordsPerSecond: 20_000 });
  await eventually(async () => {
    const { body } = await call('listProducers');
    return (body.producers[0]?.recordsThrottled ?? 0) > 5000;
  });
  const [producer] = (await call('listProducers')).body.producers;
  assert.ok(producer);
  assert.equal(producer.state, 'running');
  assert.ok(producer.recordsPut >= 1000);
});

test('a deleted stream ends its producer; a reset ends them all', async (context) => {
  const { client, call } = await world(context);
  await call('startProducer', trucks);
  await call('startProducer', { ...trucks, streamName: 'application-logs', kind: 'logs' });
  await eventually(async () => {
    const { body } = await call('listProducers');
    return body.producers.every((producer) => producer.recordsPut > 0);
  });
  await client.send(new DeleteStreamCommand({ StreamName: 'truck-positions' }));
  await eventually(async () => {
    const { body } = await call('listProducers');
    return body.producers[0]?.state === 'failed';
  });
  const [failed, running] = (await call('listProducers')).body.producers;
  assert.deepEqual(
    [failed?.reason, running?.state],
    ['The stream truck-positions was deleted. Start the producer anew.', 'running'],
  );
  await eventually(async () => (await call('health')).body.streamCount === 1);
  const { body } = await call('reset');
  assert.deepEqual(
    [body.deletedStreams, (await call('listProducers')).body],
    [1, { producers: [] }],
  );
});

test('a wrong parameter is refused with a sentence', async (context) => {
  const { call } = await world(context);
  const answer = await call('startProducer', { ...trucks, keySkew: 9 });
  assert.deepEqual(
    [answer.status, answer.body],
    [400, { code: 'invalidInput', message: 'keySkew must be a number from 0 to 3.' }],
  );
});
