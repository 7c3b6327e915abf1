import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Connection } from '../../src/aws/service.ts';
import { systemClock } from '../../src/base/systemClock.ts';
import { HASH_KEY_MAX } from '../../src/formats/hashKey.ts';
import { makeStream, openShards } from '../../src/tail/copy/makeStream.ts';
import { rangeRecords } from '../../src/tail/copy/rangeReader.ts';
import type { CapturedRecord } from '../../src/tail/export/captureFormat.ts';
import { ReadScheduler } from '../../src/tail/reading/readScheduler.ts';
import { HashKeyGuess } from '../../src/tail/replay/hashRouting.ts';
import { type ReplayRecord, Replayer } from '../../src/tail/replay/replayer.ts';
import { control } from '../support/control.ts';
import { ConnectedEngine, dataByKey } from '../support/connectedEngine.ts';

const { signal } = new AbortController();
const BOUNDARIES = [0n, 12_345_678_901_234_567_890n, HASH_KEY_MAX / 3n, HASH_KEY_MAX - 7n];

/** Over the SDK on the real engine, from a stream with odd ranges that is resharded on the way. */
describe('a copy of a range of time', () => {
  let world: ConnectedEngine;
  let connection: Connection;

  before(async () => {
    world = await ConnectedEngine.start();
    connection = world.connection;
  });
  after(() => world.close());

  it('has the same shards and each record in the shard it came from', async () => {
    const { streams } = connection;
    const ranges = BOUNDARIES.map((start, index) => ({
      start,
      end: (BOUNDARIES[index + 1] ?? HASH_KEY_MAX + 1n) - 1n,
    }));
    await makeStream({
      maker: streams,
      streamName: 'from',
      ranges,
      clock: systemClock,
      signal,
      tell: () => undefined,
    });
    const put = (from: number): Promise<unknown> =>
      streams.putRecords(
        'from',
        Array.from({ length: 60 }, (_, index) => ({
          partitionKey: `key ${index % 9}`,
          data: Buffer.from(String(from + index)),
          ...(index % 9 === 0 ? { explicitHashKey: String(HASH_KEY_MAX) } : {}),
        })),
        signal,
      );
    await put(0);
    const [, second] = await openShards(streams, 'from', signal);
    const startingHashKey = String(HASH_KEY_MAX / 5n);
    const shardId = second?.shardId ?? '';
    await streams.splitShard({ streamName: 'from', shardId, startingHashKey }, signal);
    await put(60);
    const toMs = Date.now() + 1;
    const records = await all(toMs);
    const { items: shards } = await streams.listShards('from', { signal });
    const open = await openShards(streams, 'from', signal);
    const made = await makeStream({
      maker: streams,
      streamName: 'to',
      ranges: open.map((shard) => ({
        start: BigInt(shard.startingHashKey),
        end: BigInt(shard.endingHashKey),
      })),
      clock: systemClock,
      signal,
      tell: () => undefined,
    });
    const guess = new HashKeyGuess(shards);
    async function* source(): AsyncGenerator<ReplayRecord> {
      for (const { partitionKey, data, arrivalMs, ...place } of records) {
        const explicitHashKey = guess.explicitHashKeyOf({ partitionKey, ...place });
        yield { partitionKey, data, arrivalMs, ...(explicitHashKey && { explicitHashKey }) };
        await Promise.resolve();
      }
    }
    const replayer = new Replayer({
      target: streams,
      streamName: 'to',
      shards: made,
      records: source(),
      pace: 'allowed',
      clock: systemClock,
      random: Math.random,
      onProgress: () => undefined,
    });
    await replayer.run(signal, signal);
    const rangesOf = (list: typeof made): string[] =>
      list.map((it) => `${it.startingHashKey}-${it.endingHashKey}`).sort();
    assert.deepEqual([rangesOf(made), replayer.counts.sent], [rangesOf(open), 120]);
    const copied = await all(Date.now() + 1, 'to');
    assert.deepEqual(dataByKey(copied), dataByKey(records));
    const [last] = made.filter(({ endingHashKey }) => endingHashKey === String(HASH_KEY_MAX));
    const explicit = copied.filter(({ partitionKey }) => partitionKey === 'key 0');
    assert.deepEqual([...new Set(explicit.map((it) => it.shardId))], [last?.shardId]);
  });

  it('leaves out what arrived before the range and after it', async () => {
    const before = await all(Date.now() + 1);
    assert.equal(before.length, 120);
    const fromMs = Math.max(...before.map(({ arrivalMs }) => arrivalMs)) + 1;
    await new Promise<void>((resolve) => {
      systemClock.schedule(Math.max(0, fromMs - Date.now() + 1), resolve);
    });
    const data = Buffer.from('inside');
    await connection.streams.putRecord('from', { data, partitionKey: 'k' }, signal);
    const inside = await all(Date.now() + 1, 'from', fromMs);
    assert.deepEqual(
      inside.map((it) => Buffer.from(it.data).toString()),
      ['inside'],
    );
    assert.equal((await all(fromMs)).length, 120);
  });

  it('takes its reads of those that tails of the stream share', async () => {
    const range = options(Date.now() + 1);
    const { scheduler, allowance } = range.reading;
    const tail = scheduler.join({ connectionName: 'Local engine', streamName: 'from', allowance });
    const spent = new Map<string, boolean>();
    for await (const { shardId } of rangeRecords(range, signal)) {
      // At its first record, because what was spent is forgotten after some seconds.
      if (spent.has(shardId)) continue;
      spent.set(shardId, tail.spentOf(shardId).readBytesPerSecond > 0);
    }
    tail.dispose();
    assert.ok(spent.size > 0 && [...spent.values()].every((isSpent) => isSpent));
  });

  it('says why nothing comes while the service refuses, and goes on', async () => {
    const { endpoint } = world;
    await control(endpoint, 'injectFault', { kind: 'throttleReads', streamName: 'from', share: 1 });
    const said: string[] = [];
    const onTrouble = (message: string): void => {
      if (message !== said.at(-1)) said.push(message);
      if (message !== '') void control(endpoint, 'clearFaults', {});
    };
    let count = 0;
    for await (const record of rangeRecords({ ...options(Date.now() + 1), onTrouble }, signal)) {
      if (record.partitionKey !== '') count += 1;
    }
    assert.deepEqual([said.slice(0, 3), count], [['', 'throttled', ''], 121]);
  });

  it('ends at once when it is cancelled', async () => {
    const abort = new AbortController();
    const records = rangeRecords(options(Date.now() + 3_600_000), abort.signal);
    await records.next();
    abort.abort(new Error('enough'));
    await assert.rejects(async () => {
      for await (const record of records) assert.ok(record);
    }, /enough/);
  });

  function options(
    toMs: number,
    streamName = 'from',
    fromMs = 1,
  ): Parameters<typeof rangeRecords>[0] {
    return {
      source: connection.streams,
      clock: systemClock,
      random: () => 0,
      connectionName: 'Local engine',
      streamName,
      fromMs,
      toMs,
      reading: {
        pollIntervalMs: 200,
        scheduler: new ReadScheduler({ clock: systemClock }),
        allowance: { readsPerSecond: 5, bytesPerSecond: Number.POSITIVE_INFINITY },
      },
    };
  }

  async function all(...range: Parameters<typeof options>): Promise<CapturedRecord[]> {
    const records: CapturedRecord[] = [];
    for await (const record of rangeRecords(options(...range), signal)) records.push(record);
    return records;
  }
});
