import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  DescribeStreamSummaryCommand,
  MergeShardsCommand,
  SplitShardCommand,
  UpdateShardCountCommand,
} from '@aws-sdk/client-kinesis';
import { READING_WAYS, shownTexts, until } from '../support/tails.ts';
import { StreamName, TailWorld } from '../support/tailWorld.ts';

/** Enough to reach every shard, few enough that each is put to all the time. */
const KEYS = Array.from({ length: 8 }, (_, index) => `key ${String(index)}`);
const THREE_QUARTERS = (3n << 126n).toString();

describe('a tail of a stream that is resharded under load', () => {
  let world: TailWorld;
  /** How many records each key has, acknowledged. */
  let counts: Map<string, number>;

  beforeEach(async () => {
    counts = new Map(KEYS.map((key) => [key, 0]));
    world = await TailWorld.start({ args: ['--limits', 'off', '--transition-ms', '20'] });
  });
  afterEach(() => world.stop());

  /** Puts the next record of every key. */
  async function putRound(): Promise<void> {
    await Promise.all(
      KEYS.map(async (key) => {
        const count = counts.get(key) ?? 0;
        await world.put(`${key}/${String(count)}`, key);
        counts.set(key, count + 1);
      }),
    );
  }

  /** Keeps putting while the stream becomes ACTIVE again, and for a while after. */
  async function putUntilActive(): Promise<void> {
    for (let after = 0; after < 3;) {
      await putRound();
      if ((await status()) === 'ACTIVE') after += 1;
    }
  }

  async function status(): Promise<string | undefined> {
    const answer = await world.client.send(new DescribeStreamSummaryCommand({ StreamName }));
    return answer.StreamDescriptionSummary?.StreamStatus;
  }

  async function reshard(): Promise<void> {
    const { client } = world;
    await putUntilActive();
    await client.send(
      new SplitShardCommand({
        StreamName,
        ShardToSplit: '1',
        NewStartingHashKey: THREE_QUARTERS,
      }),
    );
    await putUntilActive();
    const [one, two] = await world.openShards();
    await client.send(
      new MergeShardsCommand({
        StreamName,
        ShardToMerge: one?.shardId,
        AdjacentShardToMerge: two?.shardId,
      }),
    );
    for (const TargetShardCount of [3, 5, 4, 2]) {
      await putUntilActive();
      await client.send(
        new UpdateShardCountCommand({
          StreamName,
          TargetShardCount,
          ScalingType: 'UNIFORM_SCALING',
        }),
      );
    }
    await putUntilActive();
  }

  for (const way of READING_WAYS) {
    it(`shows the records of every key once and in their order, by ${way}`, async () => {
      const session = world.tail(way);
      await reshard();
      const expected = KEYS.flatMap((key) =>
        Array.from({ length: counts.get(key) ?? 0 }, (_, count) => `${key}/${String(count)}`),
      );
      await until(session, () => session.counts.received >= expected.length);
      const texts = shownTexts(session);
      const byKey = KEYS.flatMap((key) => texts.filter((text) => text.startsWith(`${key}/`)));
      assert.deepEqual(byKey, expected);
      assert.equal((await world.openShards()).length, 2);
    });
  }
});
