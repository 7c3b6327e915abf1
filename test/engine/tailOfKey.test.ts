import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { MergeShardsCommand, PutRecordCommand, SplitShardCommand } from '@aws-sdk/client-kinesis';
import type { TailStart } from '../../src/formats/position.ts';
import type { KeyChoice } from '../../src/protocol/webview/tail.ts';
import { hashKeyOf } from '../../src/tail/reading/shardChoice.ts';
import { shownTexts, until } from '../support/tails.ts';
import { StreamName, TailWorld } from '../support/tailWorld.ts';

const KEY = 'truck_7';
/** Where it does not hash to, at any time. */
const ELSEWHERE = hashKeyOf(KEY) < 1n << 127n ? (1n << 128n) - 1n : 0n;
const OLDEST: TailStart = { type: 'TRIM_HORIZON' };

/**
 * A key whose shard was split and merged: its records lie in closed shards, and one of them elsewhere.
 * The shards: 0 and 1 at first; the one of the key split, and its parts merged again.
 */
describe('a tail of one partition key', () => {
  let world: TailWorld;
  /** Between the split and the merge. */
  let middleMs: number;

  before(async () => {
    world = await TailWorld.start({ args: ['--limits', 'off', '--transition-ms', '1'] });
    const { client } = world;
    await putRound('before');
    const [low, high] = await world.openShards();
    const own = hashKeyOf(KEY) < 1n << 127n ? low : high;
    assert.ok(own);
    const NewStartingHashKey = String((own.start + own.end) / 2n);
    await client.send(
      new SplitShardCommand({ StreamName, ShardToSplit: own.shardId, NewStartingHashKey }),
    );
    await world.active();
    // Times of arrival count in milliseconds, and a start at a time includes it.
    const splitMs = Date.now();
    while (Date.now() === splitMs);
    middleMs = Date.now();
    await putRound('between');
    const parts = (await world.openShards()).filter(
      ({ start, end }) => start >= own.start && end <= own.end,
    );
    await client.send(
      new MergeShardsCommand({
        StreamName,
        ShardToMerge: parts[0]?.shardId,
        AdjacentShardToMerge: parts[1]?.shardId,
      }),
    );
    await world.active();
    await putRound('after');
  });
  after(() => world.stop());

  /** Of the key where it hashes to and elsewhere, and of other keys in every shard. */
  async function putRound(text: string): Promise<void> {
    await world.put(text, KEY);
    const Data = new TextEncoder().encode(`${text} elsewhere`);
    const ExplicitHashKey = String(ELSEWHERE);
    const record = { StreamName, Data, PartitionKey: KEY, ExplicitHashKey };
    await world.client.send(new PutRecordCommand(record));
    for (let index = 0; index < 8; index++) await world.put('other', `other ${String(index)}`);
  }

  async function found(position: TailStart, more: Partial<KeyChoice> = {}): Promise<unknown> {
    const shards = { kind: 'key', partitionKey: KEY, ...more } as const;
    const end = { type: 'NOW' } as const;
    const session = world.tail('polling', { position, shards, end });
    await until(session, () => session.state.phase.name === 'ended');
    const { keyShardIds } = session.state;
    return [shownTexts(session), keyShardIds?.length];
  }

  it('reads the closed shards that it hashed to, and no others', async () => {
    assert.deepEqual(await found(OLDEST), [['before', 'between', 'after'], 3]);
  });

  it('begins at a time in a shard that is closed by now', async () => {
    const since = { type: 'AT_TIMESTAMP', timestampMs: middleMs } as const;
    assert.deepEqual(await found(since), [['between', 'after'], 3]);
  });

  it('finds what was put with an explicit hash key, in all shards', async () => {
    const [texts, keyShards] = (await found(OLDEST, { allShards: true })) as [string[], unknown];
    const rounds = ['before', 'between', 'after'];
    const isElsewhere = (text: string): boolean => text.endsWith(' elsewhere');
    assert.deepEqual(
      [texts.filter((text) => !isElsewhere(text)), texts.filter(isElsewhere), keyShards],
      [rounds, rounds.map((round) => `${round} elsewhere`), undefined],
    );
  });
});
