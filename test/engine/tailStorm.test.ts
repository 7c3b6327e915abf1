import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { MergeShardsCommand, PutRecordsCommand, SplitShardCommand } from '@aws-sdk/client-kinesis';
import type { TailSession } from '../../src/tail/session.ts';
import { seededRandom } from '../support/seededRandom.ts';
import { pushedShards, READING_WAYS, shownRows, until } from '../support/tails.ts';
import { StreamName, TailWorld } from '../support/tailWorld.ts';

const RESHARDS = 240;
const RESHARDS_PER_SECOND = 20;
const RECORDS_PER_SECOND = 5_000;
const RECORDS_PER_RESHARD = RECORDS_PER_SECOND / RESHARDS_PER_SECOND;
const OPEN_SHARDS_MAX = 12;
const PRODUCERS = 2;
const KEYS_PER_PRODUCER = 250;
const BATCH_INTERVAL_MS = (1_000 * PRODUCERS * KEYS_PER_PRODUCER) / RECORDS_PER_SECOND;
const SEED = 20_261_120;
/** The stream is busy with a change, or has just changed: the shard is a closed one by now. */
const BUSY = new Set(['ResourceInUseException', 'InvalidArgumentException']);

/** What was acknowledged. A producer puts each of its keys once in a batch, and one batch after the other. */
class Flow {
  acknowledged = 0;
  readonly batches: number[] = [];
  private waiting: { readonly count: number; readonly resolve: () => void } | undefined;

  add(producer: number): void {
    this.batches[producer] = (this.batches[producer] ?? 0) + 1;
    this.acknowledged += KEYS_PER_PRODUCER;
    if (this.waiting && this.acknowledged >= this.waiting.count) this.waiting.resolve();
  }

  reached(count: number): Promise<void> {
    if (this.acknowledged >= count) return Promise.resolve();
    return new Promise((resolve) => {
      this.waiting = { count, resolve };
    });
  }
}

/**
 * Hundreds of splits and merges while 5,000 records a second flow. Producers offer that rate by the
 * clock, whatever the reshards do, and a batch that is late goes at once. How fast a machine is must
 * not decide the test, and a slow one must not make the storm milder: so a reshard waits until the
 * 250 records that belong to it were acknowledged since the one before. Whichever 20 reshards are
 * taken, at least 5,000 records were written among them; where the machine keeps up, that is the
 * storm of one second. What it came to by the engine's clock is told beside the result.
 */
describe('a tail of a stream in a storm of reshards', () => {
  let world: TailWorld;
  let random: () => number;
  beforeEach(async () => {
    random = seededRandom(SEED);
    world = await TailWorld.start({
      args: ['--limits', 'off', '--transition-ms', '0'],
      shardCount: 4,
    });
  });
  afterEach(() => world.stop());

  async function produce(producer: number, flow: Flow, signal: AbortSignal): Promise<void> {
    const startMs = performance.now() + (producer * BATCH_INTERVAL_MS) / PRODUCERS;
    for (let batch = 0; !signal.aborted; batch++) {
      await delay(Math.max(0, startMs + batch * BATCH_INTERVAL_MS - performance.now()));
      const Records = keysOf(producer).map((PartitionKey) => ({
        PartitionKey,
        Data: Buffer.from(String(batch)),
      }));
      const answer = await world.client.send(new PutRecordsCommand({ StreamName, Records }));
      assert.equal(answer.FailedRecordCount, 0);
      flow.add(producer);
    }
  }

  /** Splits or merges, whatever the numbers say; false while the last change is still under way. */
  async function reshard(): Promise<boolean> {
    const shards = await world.openShards();
    const index = Math.floor(random() * (shards.length - 1));
    const [one, two] = shards.slice(index, index + 2);
    if (!one || !two) throw new Error('There are no two shards');
    const isFull = shards.length >= OPEN_SHARDS_MAX;
    const command =
      isFull || (shards.length > 2 && random() < 0.45)
        ? new MergeShardsCommand({
            StreamName,
            ShardToMerge: one.shardId,
            AdjacentShardToMerge: two.shardId,
          })
        : new SplitShardCommand({
            StreamName,
            ShardToSplit: one.shardId,
            NewStartingHashKey: String((one.start + one.end) / 2n + 1n),
          });
    try {
      await world.client.send(command as SplitShardCommand);
      return true;
    } catch (error) {
      if (error instanceof Error && BUSY.has(error.name)) return false;
      throw error;
    }
  }

  /** How many records were acknowledged when each reshard was. */
  async function storm(flow: Flow): Promise<number[]> {
    const end = new AbortController();
    const producing = Promise.all(
      Array.from({ length: PRODUCERS }, (_, producer) => produce(producer, flow, end.signal)),
    );
    const marks = [0];
    while (marks.length <= RESHARDS) {
      await Promise.race([flow.reached((marks.at(-1) ?? 0) + RECORDS_PER_RESHARD), producing]);
      if (await reshard()) marks.push(flow.acknowledged);
    }
    end.abort();
    await producing;
    return marks;
  }

  for (const way of READING_WAYS) {
    it(`shows every record once and each key's in order, by ${way} (seed ${SEED})`, async (t) => {
      const session = world.tail(way, { windowRecordsMax: 1_000_000 });
      const flow = new Flow();
      const marks = await storm(flow);
      const unread = flow.acknowledged - session.counts.received;
      const perSecond = marks
        .slice(RESHARDS_PER_SECOND)
        .map((mark, index) => mark - (marks[index] ?? 0));
      assert.equal(marks.length - 1, RESHARDS);
      assert.ok(Math.min(...perSecond) >= RECORDS_PER_SECOND, perSecond.join(' '));
      await until(session, () => session.counts.received >= flow.acknowledged);
      assert.deepEqual(shown(session), written(flow));
      const { shards, left } = session.lineage();
      assert.ok(shards.length + left > RESHARDS);
      assert.equal(session.counts.dropped, 0);
      const open = (await world.openShards()).length;
      await until(session, () => pushedShards(session) === (way === 'push' ? open : 0));
      t.diagnostic(`${RESHARDS} reshards; ${rateOf(session)}; ${unread} unread when it ended`);
    });
  }
});

function keysOf(producer: number): string[] {
  return Array.from({ length: KEYS_PER_PRODUCER }, (_, index) => `truck_${producer}_${index}`);
}

/** Of each key the numbers of its batches: those that were acknowledged, in their order. */
function written(flow: Flow): Record<string, string> {
  const texts = flow.batches.map((count) => Array.from({ length: count }, (_, batch) => batch));
  return Object.fromEntries(
    texts.flatMap((batches, producer) =>
      keysOf(producer).map((key) => [key, batches.join(' ')] as const),
    ),
  );
}

/** Of each key the numbers of its batches, as they are shown. */
function shown(session: TailSession): Record<string, string> {
  const batches: Record<string, string[]> = {};
  for (const { partitionKey, preview } of shownRows(session)) {
    (batches[partitionKey] ??= []).push(preview);
  }
  return Object.fromEntries(Object.entries(batches).map(([key, all]) => [key, all.join(' ')]));
}

/** By the clock of the engine, which stamps each record. */
function rateOf(session: TailSession): string {
  let [firstMs, lastMs] = [Number.POSITIVE_INFINITY, 0];
  const rows = shownRows(session);
  for (const { arrivalMs } of rows) {
    firstMs = Math.min(firstMs, arrivalMs);
    lastMs = Math.max(lastMs, arrivalMs);
  }
  const seconds = (lastMs - firstMs) / 1_000;
  return `${rows.length} records in ${seconds.toFixed(1)} s, ${Math.round(rows.length / seconds)} a second`;
}
