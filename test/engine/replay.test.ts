import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Connection } from '../../src/aws/service.ts';
import { systemClock } from '../../src/base/systemClock.ts';
import { byArrival } from '../../src/tail/window/arrivalOrder.ts';
import { openCapture } from '../../src/tail/export/captureFile.ts';
import { captureFormat } from '../../src/tail/export/captureFormat.ts';
import { exportSlices } from '../../src/tail/export/exportSlices.ts';
import { HashKeyGuess } from '../../src/tail/replay/hashRouting.ts';
import { type ReplayRecord, Replayer } from '../../src/tail/replay/replayer.ts';
import type { TailSession } from '../../src/tail/session.ts';
import { ConnectedEngine, dataByKey } from '../support/connectedEngine.ts';
import { eventually } from '../support/eventually.ts';
import { tailOver, until } from '../support/tails.ts';

const { signal } = new AbortController();

/** What a person does with a tail, an export and a replay, over the SDK on the real engine. */
describe('a capture of a tail', () => {
  let world: ConnectedEngine;
  let connection: Connection;

  before(async () => {
    world = await ConnectedEngine.start();
    connection = world.connection;
  });
  after(() => world.close());

  it('replayed into another stream gives the same records of each key in order', async () => {
    const { streams } = connection;
    for (const [streamName, shardCount] of [
      ['from', 3],
      ['to', 2],
    ] as const) {
      await streams.createStream({ streamName, mode: 'PROVISIONED', shardCount }, signal);
      await eventually(
        async () => (await streams.describeStreamSummary(streamName, signal)).status === 'ACTIVE',
      );
    }
    const put = Array.from({ length: 300 }, (_, index) => ({
      partitionKey: `key ${index % 7}`,
      data: Buffer.from([index & 0xff, index >> 8, 0xff]),
      // These lie in the first shard although their key's hash is of another.
      ...(index % 7 === 3 ? { explicitHashKey: '5' } : {}),
    }));
    await streams.putRecords('from', put, signal);
    const capture = await captureOf('from', put.length);
    const { header, records } = await openCapture(piecesOf(capture));
    const guess = new HashKeyGuess(header.shards);
    async function* source(): AsyncGenerator<ReplayRecord> {
      for await (const { partitionKey, data, arrivalMs, ...place } of records) {
        const explicitHashKey = guess.explicitHashKeyOf({ partitionKey, ...place });
        yield { partitionKey, data, arrivalMs, ...(explicitHashKey && { explicitHashKey }) };
      }
    }
    const shards = (await streams.listShards('to', { signal })).items;
    const replayer = new Replayer({
      target: streams,
      streamName: 'to',
      shards,
      records: source(),
      pace: 'allowed',
      clock: systemClock,
      random: Math.random,
      onProgress: () => undefined,
    });
    await replayer.run(signal, signal);
    assert.deepEqual([replayer.counts.sent, replayer.counts.failed], [300, 0]);
    const stored = await tailOf('to', 300);
    assert.deepEqual(dataByKey(stored), dataByKey(put));
    const hashed = stored.filter(({ partitionKey }) => partitionKey === 'key 3');
    assert.deepEqual([...new Set(hashed.map(({ shardId }) => shardId))], ['shardId-000000000000']);
  });

  async function captureOf(streamName: string, count: number): Promise<string> {
    const session = await sessionOf(streamName, count);
    const shards = (await connection.streams.listShards(streamName, { signal })).items;
    const format = captureFormat({
      kinesisCapture: 1,
      streamName,
      region: 'us-east-1',
      capturedAt: new Date().toISOString(),
      masked: false,
      shards: shards.map(({ shardId, startingHashKey, endingHashKey }) => ({
        shardId,
        startingHashKey,
        endingHashKey,
      })),
    });
    const rows = session.snapshot();
    const text = [...exportSlices(rows, format, byArrival(rows))].map((it) => it.text).join('');
    session.dispose();
    return text;
  }

  async function tailOf(
    streamName: string,
    count: number,
  ): Promise<{ shardId: string; partitionKey: string; data: Uint8Array }[]> {
    const session = await sessionOf(streamName, count);
    const rows = session.snapshot();
    const records = Array.from({ length: rows.count }, (_, index) => rows.record(index)).flatMap(
      (record) => (record ? [{ ...record, data: record.data.slice() }] : []),
    );
    session.dispose();
    return records;
  }

  /** Resolves when it has read this many. */
  async function sessionOf(streamName: string, count: number): Promise<TailSession> {
    const session = tailOver(connection, 'polling', { streamName });
    session.start();
    await until(session, () => session.counts.received >= count);
    return session;
  }
});

async function* piecesOf(text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 1_000) {
    yield await Promise.resolve(bytes.subarray(at, at + 1_000));
  }
}
