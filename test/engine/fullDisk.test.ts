import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  CreateStreamCommand,
  DeleteStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  PutRecordCommand,
} from '@aws-sdk/client-kinesis';
import type { Engine } from '../../src/engine/engine.ts';
import { kinesisClient, startTestEngine } from '../support/engine.ts';
import { FakeClock } from '../support/fakeClock.ts';

/** 2 MiB of pages of 8 KiB: room for a few records of 256 KiB. */
const PAGES = 256;

describe('a full disk', () => {
  let clock: FakeClock;
  let engine: Engine;
  let client: KinesisClient;

  beforeEach(async () => {
    clock = new FakeClock();
    engine = await startTestEngine({ limits: false }, { clock, pagesMax: PAGES });
    client = kinesisClient(engine.ready.http);
  });
  afterEach(async () => {
    client.destroy();
    await engine.stop();
  });

  async function create(StreamName: string): Promise<void> {
    await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
    await clock.advance(0);
  }

  async function put(StreamName: string, size = 256 * 1024): Promise<string> {
    return client
      .send(new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: Buffer.alloc(size, 7) }))
      .then(
        () => 'kept',
        (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : ''),
      );
  }

  async function count(StreamName: string): Promise<number | undefined> {
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({ StreamName, ShardId: '0', ShardIteratorType: 'TRIM_HORIZON' }),
    );
    return (await client.send(new GetRecordsCommand({ ShardIterator }))).Records?.length;
  }

  it('fails the put, keeps what was there readable, and goes on when there is room', async () => {
    await create('big');
    await create('small');
    const kept: string[] = [];
    let outcome = await put('big');
    for (; outcome === 'kept'; outcome = await put('big')) kept.push(outcome);
    assert.equal(
      outcome,
      'InternalFailure: The local engine could not do this: database or disk is full.',
    );
    // A neighbour in the same commit that fits is kept all the same.
    const [large, little] = await Promise.all([put('big'), put('small', 10)]);
    assert.deepEqual([large === 'kept', little], [false, 'kept']);
    assert.deepEqual([await count('big'), await count('small')], [kept.length, 1]);
    await client.send(new DeleteStreamCommand({ StreamName: 'big' }));
    await clock.advance(5_000);
    assert.deepEqual([await put('small'), await count('small')], ['kept', 2]);
  });
});
