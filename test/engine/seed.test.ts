import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { DescribeDeliveryStreamCommand, FirehoseClient } from '@aws-sdk/client-firehose';
import {
  DescribeStreamSummaryCommand,
  type KinesisClient,
  ListStreamConsumersCommand,
  ListStreamsCommand,
} from '@aws-sdk/client-kinesis';
import type { Engine } from '../../src/engine/engine.ts';
import { control } from '../support/control.ts';
import {
  CREDENTIALS,
  type EngineProcess,
  kinesisClient,
  readyOf,
  spawnEngine,
  startTestEngine,
} from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';

const SEED = {
  // More than may be CREATING at once.
  streams: [
    {
      name: 'orders',
      shardCount: 2,
      retentionHours: 48,
      tags: { team: 'shop' },
      consumers: ['billing'],
    },
    ...Array.from({ length: 7 }, (_, index) => ({ name: `other-${index}` })),
  ],
  deliveryStreams: [{ name: 'archive', source: 'orders', bucket: 'archive', bufferSeconds: 60 }],
  producers: [{ streamName: 'orders', kind: 'transactions' }],
  faults: [{ kind: 'delay', streamName: 'none', delayMs: 10 }],
};

const MADE = [
  'stream orders',
  ...Array.from({ length: 7 }, (_, index) => `stream other-${index}`),
  'consumer billing of orders',
  'delivery stream archive',
  'producer of transactions into orders',
  'fault delay',
];

describe('applying a seed', () => {
  let engine: Engine;
  let client: KinesisClient;

  beforeEach(async () => {
    engine = await startTestEngine({ transitionMs: 20 });
    client = kinesisClient(engine.ready.http);
  });
  afterEach(async () => {
    client.destroy();
    await engine.stop();
  });

  const apply = (seed: unknown) => control(engine.ready.http, 'applySeed', seed);
  const names = async () => (await client.send(new ListStreamsCommand())).StreamNames;

  it('makes what is missing and answers when it is ACTIVE', async () => {
    const result = await apply(SEED);
    const { StreamDescriptionSummary: summary } = await client.send(
      new DescribeStreamSummaryCommand({ StreamName: 'orders' }),
    );
    const firehose = new FirehoseClient({
      endpoint: engine.ready.http,
      region: 'us-east-1',
      credentials: CREDENTIALS,
    });
    const { DeliveryStreamDescription: delivery } = await firehose.send(
      new DescribeDeliveryStreamCommand({ DeliveryStreamName: 'archive' }),
    );
    firehose.destroy();
    const { Consumers } = await client.send(
      new ListStreamConsumersCommand({ StreamARN: summary?.StreamARN }),
    );
    const { producers } = await control(engine.ready.http, 'listProducers');
    const { faults } = await control(engine.ready.http, 'listFaults');
    assert.deepEqual(
      {
        result,
        orders: [summary?.StreamStatus, summary?.OpenShardCount, summary?.RetentionPeriodHours],
        consumers: Consumers?.map((it) => [it.ConsumerName, it.ConsumerStatus]),
        delivery: [delivery?.DeliveryStreamStatus, delivery?.DeliveryStreamType],
        producers: producers.map(({ kind }) => kind),
        faults: faults.map(({ kind }) => kind),
      },
      {
        result: { made: MADE, existing: [] },
        orders: ['ACTIVE', 2, 48],
        consumers: [['billing', 'ACTIVE']],
        delivery: ['ACTIVE', 'KinesisStreamAsSource'],
        producers: ['transactions'],
        faults: ['delay'],
      },
    );
  });

  it('leaves what exists as it is', async () => {
    await apply({ streams: [{ name: 'orders', shardCount: 3 }] });
    const [first, again] = [await apply(SEED), await apply(SEED)];
    const { StreamDescriptionSummary: summary } = await client.send(
      new DescribeStreamSummaryCommand({ StreamName: 'orders' }),
    );
    assert.deepEqual(
      [first.existing, again, summary?.OpenShardCount, summary?.RetentionPeriodHours],
      [['stream orders'], { made: [], existing: MADE }, 3, 24],
    );
  });

  it('makes everything once when it is asked twice at the same time', async () => {
    const results = await Promise.all([apply(SEED), apply(SEED)]);
    assert.deepEqual(
      results.map(({ made }) => made.length).sort((a, b) => a - b),
      [0, MADE.length],
    );
  });

  it('makes nothing of a file with a problem, and says where each is', async () => {
    const streams = [...SEED.streams, { name: 'late', shardCount: 'many' }];
    const producers = [{ streamName: 'orders', kind: 'weather' }];
    await assert.rejects(apply({ ...SEED, streams, producers }), {
      message:
        'streams[8].shardCount must be a whole number from 1 to 10000.\nproducers[0].kind must be one of gps, transactions, clicks, logs.',
    });
    assert.deepEqual(await names(), []);
  });

  it('finds what the API would refuse before it makes anything', async () => {
    const streams = [{ name: 'orders', tags: { ['k'.repeat(129)]: 'v' } }];
    const deliveryStreams = [
      { name: 'a', bucket: 'abc', source: 'absent' },
      { name: 'b', bucket: 'abc', prefix: '!{nonsense:x}/' },
    ];
    await assert.rejects(apply({ streams, deliveryStreams }), ({ message }: Error) => {
      const paths = message.split('\n').map((line) => line.split(' ')[0]);
      assert.deepEqual(paths, ['streams[0]', 'deliveryStreams[1]', 'deliveryStreams[0].source']);
      return true;
    });
    assert.deepEqual(await names(), []);
  });

  it('says what could not be made, and what was', async () => {
    const streams = [
      { name: 'small', shardCount: 1 },
      { name: 'too-many', shardCount: 10_000 },
      { name: 'far-too-many', shardCount: 10_000 },
    ];
    await assert.rejects(apply({ streams }), {
      message:
        /^streams\[2\]: the stream far-too-many could not be brought up: .*exceed the shard limit.* Made before: stream small, stream too-many\.$/,
    });
  });
});

describe('--seed', () => {
  let directory: string;
  const engines: EngineProcess[] = [];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'seed-'));
  });
  afterEach(async () => {
    for (const engine of engines.splice(0)) await engine.stop('SIGKILL');
    await rm(directory, { recursive: true });
  });

  async function start(text: string, ...args: string[]): Promise<EngineProcess> {
    const file = join(directory, 'kinesis-seed.json');
    await writeFile(file, text);
    const engine = await spawnEngine(['--seed', file, ...args]);
    engines.push(engine);
    return engine;
  }

  it('is done when the ready line comes', async () => {
    const engine = await start(JSON.stringify(SEED), '--transition-ms', '100');
    const client = kinesisClient(readyOf(engine).http);
    const { StreamSummaries } = await client.send(new ListStreamsCommand());
    client.destroy();
    assert.deepEqual(
      StreamSummaries?.map(({ StreamStatus }) => StreamStatus),
      SEED.streams.map(() => 'ACTIVE'),
    );
  });

  it('leaves no stream half made when the engine ends before it is ACTIVE', async () => {
    const dataDir = join(directory, 'data');
    const seed = JSON.stringify({ streams: [{ name: 's', retentionHours: 168 }] });
    const slow = await startTestEngine({ dataDir, transitionMs: 3_600_000 });
    const applying = Promise.allSettled([
      control(slow.ready.http, 'applySeed', JSON.parse(seed) as unknown),
    ]);
    const client = kinesisClient(slow.ready.http);
    await eventually(
      async () => (await client.send(new ListStreamsCommand())).StreamNames?.length === 1,
    );
    client.destroy();
    await slow.stop();
    const [applied] = await applying;
    const engine = await start(seed, '--data-dir', dataDir);
    const again = kinesisClient(readyOf(engine).http);
    const { StreamDescriptionSummary: summary } = await again.send(
      new DescribeStreamSummaryCommand({ StreamName: 's' }),
    );
    again.destroy();
    assert.deepEqual(
      [applied.status, summary?.StreamStatus, summary?.RetentionPeriodHours],
      ['rejected', 'ACTIVE', 168],
    );
  });

  it('keeps the engine from starting when the file has a problem, and its data as they are', async () => {
    const dataDir = join(directory, 'data');
    const refusals = [];
    for (const text of ['{"streams":[{}]}', '{']) {
      const engine = await start(text, '--data-dir', dataDir);
      refusals.push([engine.firstLine, await engine.exited]);
    }
    const [first, second] = refusals;
    assert.deepEqual(first, [
      { ready: false, code: 'badArguments', message: 'streams[0].name is missing.' },
      2,
    ]);
    assert.match(JSON.stringify(second), /The seed file .*kinesis-seed\.json cannot be read: /);
    const engine = await start('{}', '--data-dir', dataDir);
    const file = JSON.parse(await readFile(join(dataDir, 'engine.json'), 'utf8')) as unknown;
    assert.deepEqual(file, readyOf(engine));
  });
});
