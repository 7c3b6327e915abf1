import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  type GetRecordsCommandOutput,
  GetShardIteratorCommand,
  type KinesisClient,
  ListStreamsCommand,
  PutRecordCommand,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis';
import type { Engine } from '../../src/engine/engine.ts';
import type { FaultRule } from '../../src/protocol/engine/control.ts';
import { control } from '../support/control.ts';
import { CLIENT_KINDS, kinesisClient, startTestEngine } from '../support/engine.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { streamWithConsumer, subscribe } from '../support/subscriber.ts';

const SHARDS = ['shardId-000000000000', 'shardId-000000000001'];

describe('injected faults', () => {
  let clock: FakeClock;
  let engine: Engine;
  let client: KinesisClient;

  beforeEach(async () => {
    clock = new FakeClock();
    await start();
  });
  afterEach(stop);

  async function start(): Promise<void> {
    engine = await startTestEngine({ limits: false }, { clock });
    client = kinesisClient(engine.ready.http);
    await client.send(new CreateStreamCommand({ StreamName: 's', ShardCount: 2 }));
    await clock.advance(0);
  }

  async function stop(): Promise<void> {
    client.destroy();
    await engine.stop();
  }

  const inject = (rule: FaultRule) => control(engine.ready.http, 'injectFault', rule);

  /** Gives, record by record, what became of it. */
  async function put(from: number, end: number): Promise<string[]> {
    const { Records, FailedRecordCount } = await client.send(
      new PutRecordsCommand({
        StreamName: 's',
        Records: Array.from({ length: end - from }, (_, index) => ({
          PartitionKey: String(from + index),
          Data: Buffer.from(String(from + index)),
        })),
      }),
    );
    const results = Records ?? [];
    assert.equal(FailedRecordCount, results.filter(({ ErrorCode }) => ErrorCode).length);
    return results.map(({ ErrorCode, ShardId }) => ErrorCode ?? ShardId ?? '');
  }

  async function iterator(ShardId = SHARDS[0]): Promise<string | undefined> {
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({ StreamName: 's', ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
    );
    return ShardIterator;
  }

  const read = (ShardIterator: string | undefined): Promise<GetRecordsCommandOutput> =>
    client.send(new GetRecordsCommand({ ShardIterator }));

  async function everything(): Promise<number[]> {
    const pages = await Promise.all(SHARDS.map(async (shard) => read(await iterator(shard))));
    return pages
      .flatMap(({ Records }) => Records ?? [])
      .map(({ Data }) => Number(Buffer.from(Data ?? []).toString()))
      .sort((a, b) => a - b);
  }

  const outcome = (call: Promise<unknown>): Promise<string> =>
    call.then(
      () => 'answered',
      (error: unknown) => (error instanceof Error ? error.name : ''),
    );

  it('throttle a share of the puts of one shard, and keep exactly the others', async () => {
    const { id } = await inject({ kind: 'throttlePuts', shardId: '1', share: 0.4, seed: 3 });
    const results = await put(0, 400);
    const kept = results.flatMap((result, index) => (result.startsWith('shardId') ? [index] : []));
    const { faults } = await control(engine.ready.http, 'listFaults');
    const throttled = results.filter((it) => it === 'ProvisionedThroughputExceededException');
    assert.deepEqual(
      { everything: await everything(), faults, others: results.length - throttled.length },
      {
        everything: kept,
        faults: [
          {
            id,
            kind: 'throttlePuts',
            shardId: SHARDS[1],
            share: 0.4,
            seed: 3,
            hits: throttled.length,
          },
        ],
        others: kept.length,
      },
    );
    // About four in ten of one of two shards.
    assert.ok(throttled.length > 50 && throttled.length < 110, String(throttled.length));
    assert.equal(results.filter((result) => result === SHARDS[1]).length > 0, true);
  });

  it('strike the same records for the same seed in another engine', async () => {
    const rule = { kind: 'failRecords', share: 0.5, seed: 42 } as const;
    await inject(rule);
    const first = [...(await put(0, 100)), ...(await put(100, 200))];
    await stop();
    await start();
    await inject(rule);
    const again = [...(await put(0, 100)), ...(await put(100, 200))];
    assert.deepEqual(again, first);
    assert.deepEqual(new Set(again), new Set(['InternalFailure', ...SHARDS]));
  });

  it('fail a record inside a batch, and a PutRecord as a whole', async () => {
    await inject({ kind: 'failRecords', count: 2 });
    const batch = await put(0, 3);
    await inject({ kind: 'failRecords', count: 1, seed: 2 });
    const single = await outcome(
      client.send(new PutRecordCommand({ StreamName: 's', PartitionKey: 'k', Data: Buffer.of() })),
    );
    assert.deepEqual(
      [batch.map((result) => result.startsWith('shardId')), single, await everything()],
      [[false, false, true], 'InternalFailure', [2]],
    );
  });

  it('expire an iterator early; the next one works', async () => {
    await put(0, 1);
    const ShardIterator = await iterator();
    await inject({ kind: 'expireIterators', streamName: 's', count: 1 });
    assert.deepEqual(
      [await outcome(read(ShardIterator)), await outcome(read(ShardIterator))],
      ['ExpiredIteratorException', 'answered'],
    );
  });

  it('throttle reads of one shard only', async () => {
    await inject({ kind: 'throttleReads', shardId: SHARDS[0] ?? '' });
    assert.deepEqual(
      [
        await outcome(read(await iterator(SHARDS[0]))),
        await outcome(read(await iterator(SHARDS[1]))),
      ],
      ['ProvisionedThroughputExceededException', 'answered'],
    );
  });

  it('answer no records with data ahead, and lose none of them', async () => {
    await put(0, 10);
    await clock.advance(5_000);
    await inject({ kind: 'emptyReads', count: 1 });
    const empty = await read(await iterator());
    const next = await read(empty.NextShardIterator);
    const direct = await read(await iterator());
    assert.deepEqual(
      [empty.Records, empty.MillisBehindLatest, next.Records],
      [[], 5_000, direct.Records],
    );
    // At the tip there is nothing to hide, so nothing is struck.
    await inject({ kind: 'emptyReads', seed: 2 });
    const tip = await read(direct.NextShardIterator);
    const { faults } = await control(engine.ready.http, 'listFaults');
    assert.deepEqual([tip.MillisBehindLatest, faults.map(({ hits }) => hits)], [0, [1, 0]]);
  });

  it('hold answers back by the engine’s clock', async () => {
    await inject({ kind: 'delay', operation: 'ListStreams', delayMs: 60_000 });
    let answered = false;
    const answer = client.send(new ListStreamsCommand()).then(({ StreamNames }) => {
      answered = true;
      return StreamNames;
    });
    const summary = client.send(new DescribeStreamSummaryCommand({ StreamName: 's' }));
    assert.equal(await outcome(summary), 'answered');
    while (clock.pending < 2) await clock.advance(0);
    const early = answered;
    await control(engine.ready.http, 'advanceClock', { byMs: 60_000 });
    await clock.advance(0);
    assert.deepEqual([early, await answer], [false, ['s']]);
  });

  for (const kind of CLIENT_KINDS) {
    it(`cut the connection before or after the work is done: ${kind}`, async () => {
      const other = kinesisClient(engine.ready.http, kind);
      const send = (text: string): Promise<string> =>
        outcome(
          other.send(
            new PutRecordCommand({ StreamName: 's', PartitionKey: 'k', Data: Buffer.from(text) }),
          ),
        );
      await inject({ kind: 'cut', operation: 'PutRecord', moment: 'before', count: 1 });
      const before = await send('1');
      await inject({ kind: 'cut', operation: 'PutRecord', count: 1 });
      const outcomes = [before, await send('2'), await send('3')].map((it) => it === 'answered');
      other.destroy();
      assert.deepEqual(
        [outcomes, await everything()],
        [
          [false, false, true],
          [2, 3],
        ],
      );
    });
  }

  it('cut a subscription off, and leave its place free', async () => {
    const arn = await streamWithConsumer(client, clock, 'pushed');
    await inject({ kind: 'cut', operation: 'SubscribeToShard', count: 1 });
    const first = await outcome(subscribe(client, arn));
    const subscriber = await subscribe(client, arn);
    const event = await subscriber.next();
    assert.deepEqual([first === 'answered', event?.MillisBehindLatest], [false, 0]);
    subscriber.leave();
  });

  it('are not doubled, end one by one, all together and with a reset', async () => {
    const { http } = engine.ready;
    const first = await inject({ kind: 'cut', streamName: 'none' });
    const same = await inject({ kind: 'cut', streamName: 'none' });
    await inject({ kind: 'failRecords' });
    const cleared = [
      await control(http, 'clearFaults', { id: first.id }),
      await control(http, 'clearFaults', { id: first.id }),
      await control(http, 'clearFaults'),
    ];
    await inject({ kind: 'failRecords' });
    await control(http, 'reset');
    assert.deepEqual(
      [same.id, cleared, await control(http, 'listFaults')],
      [first.id, [{ cleared: 1 }, { cleared: 0 }, { cleared: 1 }], { faults: [] }],
    );
  });

  it('are refused with a sentence, and bounded in number', async () => {
    const { http } = engine.ready;
    await assert.rejects(control(http, 'injectFault', { kind: 'cut', share: 2 }), {
      message: 'share must be a number above 0 and at most 1.',
    });
    for (let seed = 0; seed < 100; seed += 1) await inject({ kind: 'cut', streamName: 'n', seed });
    await assert.rejects(inject({ kind: 'delay' }), {
      message: 'There are already 100 faults; clear some first.',
    });
  });
});
