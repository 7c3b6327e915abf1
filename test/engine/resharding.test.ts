import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  ListShardsCommand,
  type ListShardsCommandInput,
  MergeShardsCommand,
  PutRecordCommand,
  type Shard,
  SplitShardCommand,
  UpdateShardCountCommand,
} from '@aws-sdk/client-kinesis';
import type { Engine } from '../../src/engine/engine.ts';
import { kinesisClient, startTestEngine } from '../support/engine.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { outcome } from '../support/outcome.ts';

const StreamName = 's';
const HALF = (1n << 127n).toString();
const MAX = ((1n << 128n) - 1n).toString();
const HOUR_MS = 3_600_000;

describe('resharding', () => {
  let clock: FakeClock;
  let engine: Engine;
  let client: KinesisClient;

  beforeEach(async () => {
    clock = new FakeClock();
    engine = await startTestEngine({ transitionMs: 100 }, { clock });
    client = kinesisClient(engine.ready.http);
  });
  afterEach(async () => {
    client.destroy();
    await engine.stop();
  });

  async function create(ShardCount: number): Promise<void> {
    await client.send(new CreateStreamCommand({ StreamName, ShardCount }));
    await clock.advance(100);
  }

  async function split(ShardToSplit: string, NewStartingHashKey: string): Promise<void> {
    await client.send(new SplitShardCommand({ StreamName, ShardToSplit, NewStartingHashKey }));
    await clock.advance(1_000);
  }

  async function merge(ShardToMerge: string, AdjacentShardToMerge: string): Promise<void> {
    await client.send(new MergeShardsCommand({ StreamName, ShardToMerge, AdjacentShardToMerge }));
    await clock.advance(1_000);
  }

  async function scale(TargetShardCount: number): Promise<void> {
    await client.send(
      new UpdateShardCountCommand({ StreamName, TargetShardCount, ScalingType: 'UNIFORM_SCALING' }),
    );
    await clock.advance(1_000);
  }

  /** Gives the sweeper its passes, each of which may await a commit. */
  async function sweep(): Promise<void> {
    for (let pass = 0; pass < 4; pass += 1) await clock.advance(1_000);
  }

  async function list(ShardFilter?: ListShardsCommandInput['ShardFilter']): Promise<Shard[]> {
    const { Shards } = await client.send(
      new ListShardsCommand({ StreamName, ...(ShardFilter === undefined ? {} : { ShardFilter }) }),
    );
    return Shards ?? [];
  }

  const numbers = (shards: readonly Shard[]): number[] =>
    shards.map(({ ShardId }) => Number(ShardId?.slice(-12)));

  async function put(key: string, ExplicitHashKey?: string): Promise<string | undefined> {
    const { ShardId } = await client.send(
      new PutRecordCommand({
        StreamName,
        PartitionKey: key,
        Data: Buffer.from(key),
        ...(ExplicitHashKey === undefined ? {} : { ExplicitHashKey }),
      }),
    );
    return ShardId;
  }

  async function status(): Promise<unknown[]> {
    const { StreamDescriptionSummary: summary } = await client.send(
      new DescribeStreamSummaryCommand({ StreamName }),
    );
    return [summary?.StreamStatus, summary?.OpenShardCount];
  }

  /** Where reading goes on at and after the number that a closed shard ends with. */
  async function endIterators(ShardId: string): Promise<(string | undefined)[]> {
    const shard = (await list()).find((candidate) => candidate.ShardId === ShardId);
    const StartingSequenceNumber = shard?.SequenceNumberRange?.EndingSequenceNumber;
    const types = ['AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER'] as const;
    return Promise.all(
      types.map(async (ShardIteratorType) => {
        const { ShardIterator } = await client.send(
          new GetShardIteratorCommand({
            StreamName,
            ShardId,
            ShardIteratorType,
            StartingSequenceNumber,
          }),
        );
        const { NextShardIterator } = await client.send(new GetRecordsCommand({ ShardIterator }));
        return NextShardIterator;
      }),
    );
  }

  it('splits a shard while the stream is UPDATING, and writes go on', async () => {
    await create(1);
    await client.send(
      new SplitShardCommand({ StreamName, ShardToSplit: '0', NewStartingHashKey: HALF }),
    );
    const during = [await status(), await put('during', MAX), await outcome(split('0', HALF))];
    await clock.advance(100);
    const after = [await status(), await put('low', '0'), await put('high', HALF)];
    const [parent, low, high] = await list();
    assert.deepEqual(
      { during, after, parent: parent?.SequenceNumberRange?.EndingSequenceNumber?.length },
      {
        during: [
          ['UPDATING', 1],
          'shardId-000000000000',
          'ResourceInUseException: Stream s under account 000000000000 not ACTIVE, instead in state UPDATING',
        ],
        after: [['ACTIVE', 2], 'shardId-000000000001', 'shardId-000000000002'],
        parent: 56,
      },
    );
    assert.deepEqual(
      [low, high].map((shard) => ({ ...shard, SequenceNumberRange: undefined })),
      [
        {
          ShardId: 'shardId-000000000001',
          ParentShardId: 'shardId-000000000000',
          HashKeyRange: { StartingHashKey: '0', EndingHashKey: (BigInt(HALF) - 1n).toString() },
          SequenceNumberRange: undefined,
        },
        {
          ShardId: 'shardId-000000000002',
          ParentShardId: 'shardId-000000000000',
          HashKeyRange: { StartingHashKey: HALF, EndingHashKey: MAX },
          SequenceNumberRange: undefined,
        },
      ],
    );
    const numberOf = (shard: Shard | undefined): bigint =>
      BigInt(shard?.SequenceNumberRange?.StartingSequenceNumber ?? 0);
    const end = BigInt(parent?.SequenceNumberRange?.EndingSequenceNumber ?? 0);
    assert.deepEqual([numberOf(low) > end, numberOf(high) > end], [true, true]);
  });

  it('reads a closed shard to its end, which names the shards that continue it', async () => {
    await create(2);
    await put('a', '0');
    await merge('0', '1');
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({
        StreamName,
        ShardId: '0',
        ShardIteratorType: 'TRIM_HORIZON',
      }),
    );
    const answer = await client.send(new GetRecordsCommand({ ShardIterator }));
    const afterEnd = await endIterators(answer.ChildShards?.[0]?.ParentShards?.[0] ?? '');
    assert.deepEqual(afterEnd, [undefined, undefined]);
    assert.deepEqual(
      {
        keys: answer.Records?.map((record) => record.PartitionKey),
        next: answer.NextShardIterator,
        behind: answer.MillisBehindLatest,
        children: answer.ChildShards,
      },
      {
        keys: ['a'],
        next: undefined,
        behind: 0,
        children: [
          {
            ShardId: 'shardId-000000000002',
            ParentShards: ['shardId-000000000000', 'shardId-000000000001'],
            HashKeyRange: { StartingHashKey: '0', EndingHashKey: MAX },
          },
        ],
      },
    );
  });

  it('says why shards cannot be split or merged', async () => {
    await create(3);
    await split('1', HALF);
    const stream = 'in stream s under account 000000000000';
    const third = ((1n << 128n) / 3n).toString();
    assert.deepEqual(
      [
        await outcome(split('9', HALF)),
        await outcome(split('one', HALF)),
        await outcome(split('1', HALF)),
        await outcome(split('0', '1')),
        await outcome(split('0', (BigInt(third) - 1n).toString())),
        await outcome(merge('2', '0')),
        await outcome(merge('0', '1')),
      ],
      [
        `ResourceNotFoundException: Could not find shard shardId-000000000009 ${stream}.`,
        `ResourceNotFoundException: Could not find shard one ${stream}.`,
        `InvalidArgumentException: Shard shardId-000000000001 ${stream} has already been merged or split, and thus is not eligible for merging or splitting.`,
        `InvalidArgumentException: NewStartingHashKey 1 used in SplitShard() on shard shardId-000000000000 ${stream} is not both greater than one plus the shard's StartingHashKey 0 and less than the shard's EndingHashKey ${String(BigInt(third) - 1n)}.`,
        `InvalidArgumentException: NewStartingHashKey ${String(BigInt(third) - 1n)} used in SplitShard() on shard shardId-000000000000 ${stream} is not both greater than one plus the shard's StartingHashKey 0 and less than the shard's EndingHashKey ${String(BigInt(third) - 1n)}.`,
        `InvalidArgumentException: Shards shardId-000000000002 and shardId-000000000000 ${stream} are not an adjacent pair of shards eligible for merging`,
        `InvalidArgumentException: Shard shardId-000000000001 ${stream} has already been merged or split, and thus is not eligible for merging or splitting.`,
      ],
    );
  });

  it('lists shards by what was open when', async () => {
    await create(1);
    const createdMs = clock.nowMs();
    await clock.leap(HOUR_MS);
    const before = new Date(clock.nowMs());
    await split('0', HALF);
    await clock.leap(HOUR_MS);
    const between = new Date(clock.nowMs());
    await merge('1', '2');
    const seen = {
      all: numbers(await list()),
      latest: numbers(await list({ Type: 'AT_LATEST' })),
      atHorizon: numbers(await list({ Type: 'AT_TRIM_HORIZON' })),
      fromHorizon: numbers(await list({ Type: 'FROM_TRIM_HORIZON' })),
      before: numbers(await list({ Type: 'AT_TIMESTAMP', Timestamp: before })),
      between: numbers(await list({ Type: 'AT_TIMESTAMP', Timestamp: between })),
      fromBetween: numbers(await list({ Type: 'FROM_TIMESTAMP', Timestamp: between })),
      afterShard: numbers(await list({ Type: 'AFTER_SHARD_ID', ShardId: 'shardId-000000000001' })),
    };
    assert.deepEqual(seen, {
      all: [0, 1, 2, 3],
      latest: [3],
      atHorizon: [0],
      fromHorizon: [0, 1, 2, 3],
      before: [0],
      between: [1, 2],
      fromBetween: [1, 2, 3],
      afterShard: [2, 3],
    });
    await clock.leap(createdMs + 25.5 * HOUR_MS - clock.nowMs());
    await sweep();
    assert.deepEqual(
      [numbers(await list({ Type: 'AT_TRIM_HORIZON' })), numbers(await list())],
      [
        [1, 2],
        [1, 2, 3],
      ],
    );
  });

  it('lets a closed shard go when its last record has expired', async () => {
    await create(1);
    await put('old');
    await split('0', HALF);
    await put('new', '0');
    await clock.leap(24 * HOUR_MS - 10_000);
    await sweep();
    const before = numbers(await list());
    await clock.leap(20_000);
    await sweep();
    assert.deepEqual(
      {
        before,
        after: numbers(await list()),
        iterator: await outcome(
          client.send(
            new GetShardIteratorCommand({
              StreamName,
              ShardId: '0',
              ShardIteratorType: 'TRIM_HORIZON',
            }),
          ),
        ),
      },
      {
        before: [0, 1, 2],
        after: [1, 2],
        iterator:
          'ResourceNotFoundException: Shard shardId-000000000000 in stream s under account 000000000000 does not exist',
      },
    );
  });

  it('scales evenly, up and down, through short-lived shards where it must', async () => {
    await create(2);
    const open = async (): Promise<number[]> => {
      const shards = await list({ Type: 'AT_LATEST' });
      const shares = shards
        .map(({ HashKeyRange: range }) => ({
          start: BigInt(range?.StartingHashKey ?? 0),
          end: BigInt(range?.EndingHashKey ?? 0),
        }))
        .sort((a, b) => (a.start < b.start ? -1 : 1));
      shares.forEach(({ start }, index) => {
        assert.equal(start, index === 0 ? 0n : (shares[index - 1]?.end ?? 0n) + 1n);
      });
      assert.equal(shares.at(-1)?.end, BigInt(MAX));
      return shares.map(({ start, end }) => Number(((end - start + 1n) * 1_000n) >> 128n));
    };
    await scale(4);
    const four = [await open(), numbers(await list()).length];
    await scale(3);
    const three = [await open(), numbers(await list()).length];
    await scale(6);
    const six = await open();
    assert.deepEqual(
      { four, three, six },
      {
        four: [[250, 250, 250, 250], 6],
        // 4 to 3: two shards are split at thirds, and the parts merged with their neighbours.
        three: [[333, 333, 333], 6 + 4 + 3],
        six: [166, 166, 166, 166, 166, 166],
      },
    );
  });
});
