import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { ExpectedError } from '../../../src/base/errors.ts';
import { evenHashKeyRanges, type HashKeyRange } from '../../../src/formats/hashKey.ts';
import type { TailRow } from '../../../src/protocol/webview/tail.ts';
import { TailSession } from '../../../src/tail/session.ts';
import type { TailSessionOptions } from '../../../src/tail/sessionOptions.ts';
import { hashKeyOf } from '../../../src/tail/shardChoice.ts';
import { FakeClock, settle } from '../../support/fakeClock.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { FakeSource } from './fakeSource.ts';

const KEYS = Array.from({ length: 12 }, (_, index) => `truck_${index}`);

/** A stream whose shards split and merge as the random numbers say, and which answers badly. */
class RandomStream {
  readonly clock = new FakeClock();
  readonly source = new FakeSource(this.clock, []);
  readonly random: () => number;
  private open: { shardId: string; range: HashKeyRange }[] = [];
  private readonly counts = new Map<string, number>();

  constructor(seed: number) {
    this.random = seededRandom(seed);
    for (const range of evenHashKeyRanges(3)) this.add([], range);
    this.source.fault = ({ operation }) => {
      if (operation === 'listShards') return undefined;
      const chance = this.random();
      if (chance < 0.2) return new ExpectedError('throttled', 'Slow down');
      const isStale = operation === 'getRecords' && chance < 0.23;
      return isStale ? new ExpectedError('iteratorExpired', 'Too old') : undefined;
    };
  }

  put(): void {
    const key = KEYS[Math.floor(this.random() * KEYS.length)] ?? '';
    const count = this.counts.get(key) ?? 0;
    const hashKey = hashKeyOf(key);
    const shard = this.open.find(({ range }) => range.start <= hashKey && hashKey <= range.end);
    this.source.put(shard?.shardId ?? '', `${key}/${count}`, key);
    this.counts.set(key, count + 1);
  }

  reshard(): void {
    const index = Math.floor(this.random() * this.open.length);
    const [one, two] = this.open.slice(index, index + 2);
    if (one && two && (this.random() < 0.5 || this.open.length > 5)) {
      this.open.splice(index, 2);
      this.add([one.shardId, two.shardId], { start: one.range.start, end: two.range.end });
    } else if (one && one.range.end - one.range.start > 8n) {
      this.open.splice(index, 1);
      const middle = (one.range.start + one.range.end) / 2n;
      this.add([one.shardId], { start: one.range.start, end: middle });
      this.add([one.shardId], { start: middle + 1n, end: one.range.end });
    }
  }

  /** Texts of the keys' records, each key's in its order. */
  expected(keys: readonly string[]): string[] {
    return keys.flatMap((key) =>
      Array.from({ length: this.counts.get(key) ?? 0 }, (_, count) => `${key}/${count}`),
    );
  }

  async step(): Promise<void> {
    for (let puts = Math.floor(this.random() * 6); puts > 0; puts--) this.put();
    if (this.random() < 0.5) this.reshard();
    await this.clock.advance(Math.floor(this.random() * 300));
  }

  private add(parents: readonly string[], range: HashKeyRange): void {
    const shardId = `shardId-${String(this.source.shards.size).padStart(12, '0')}`;
    this.source.addShard(shardId, parents, range);
    this.open = [...this.open, { shardId, range }].sort((a, b) =>
      a.range.start < b.range.start ? -1 : 1,
    );
  }
}

function open(stream: RandomStream, options: Partial<TailSessionOptions> = {}): TailSession {
  const session = new TailSession({
    source: stream.source,
    clock: stream.clock,
    random: () => 0,
    connectionName: 'Local engine',
    streamName: 'trucks',
    position: { type: 'TRIM_HORIZON' },
    shards: 'all',
    pollIntervalMs: 100,
    ...options,
  });
  session.start();
  return session;
}

function shown(session: TailSession): readonly TailRow[] {
  const { generation, first, end } = session.counts;
  const rows: TailRow[] = [];
  for (let from = first; from < end; from += 500) {
    rows.push(...session.rows({ generation, from, count: 500 }).rows);
  }
  return rows;
}

function byKey(rows: readonly TailRow[], keys: readonly string[]): string[] {
  return keys.flatMap((key) =>
    rows.filter(({ partitionKey }) => partitionKey === key).map(({ preview }) => preview),
  );
}

/** Until nothing more can come; the number of steps is bounded. */
async function drain(stream: RandomStream, isDone: () => boolean): Promise<void> {
  for (let round = 0; round < 500 && !isDone(); round++) await stream.clock.advance(1_000);
}

describe('a tail of a stream that is resharded at random', () => {
  for (const seed of [1, 22, 333, 4_444, 55_555]) {
    it(`shows every record once, each key's in order (seed ${seed})`, async () => {
      const stream = new RandomStream(seed);
      const session = open(stream);
      for (let step = 0; step < 80; step++) await stream.step();
      const expected = stream.expected(KEYS);
      await drain(stream, () => session.counts.received >= expected.length);
      assert.deepEqual(byKey(shown(session), KEYS), expected);
      const { shards, left } = session.lineage();
      assert.deepEqual([shards.length, left], [stream.source.shards.size, 0]);
      assert.equal(
        shards.reduce((sum, { recordsRead }) => sum + recordsRead, 0),
        expected.length,
      );
      session.dispose();
      await settle();
      assert.equal(stream.clock.pending, 0);
    });

    it(`finds the records of a key, and reads its shards only (seed ${seed})`, async () => {
      const stream = new RandomStream(seed);
      const key = KEYS[seed % KEYS.length] ?? '';
      const session = open(stream, { shards: { kind: 'key', partitionKey: key } });
      for (let step = 0; step < 60; step++) await stream.step();
      const expected = stream.expected([key]);
      await drain(stream, () => session.counts.received >= expected.length);
      assert.deepEqual(
        shown(session).map(({ preview }) => preview),
        expected,
      );
      const hashKey = hashKeyOf(key);
      for (const { shardId } of stream.source.calls) {
        const range = shardId === undefined ? undefined : stream.source.shards.get(shardId)?.range;
        if (range) assert.ok(range.start <= hashKey && hashKey <= range.end, shardId);
      }
      const { keyShardIds = [] } = session.state;
      assert.ok(keyShardIds.length > 0 && keyShardIds.length < stream.source.shards.size);
      session.dispose();
    });

    it(`stops after a count and goes on without a gap, again and again (seed ${seed})`, async () => {
      const stream = new RandomStream(seed);
      for (let step = 0; step < 40; step++) await stream.step();
      const session = open(stream, { end: { type: 'COUNT', records: 17 } });
      await drain(stream, () => session.state.phase.name === 'ended');
      assert.deepEqual(
        [session.state.phase, session.counts.received],
        [{ name: 'ended', at: { type: 'COUNT', records: 17 } }, 17],
      );
      await stream.clock.advance(5_000);
      assert.equal(session.counts.received, 17);
      session.resume();
      const expected = stream.expected(KEYS);
      await drain(stream, () => session.counts.received >= expected.length);
      assert.deepEqual(byKey(shown(session), KEYS), expected);
      session.dispose();
    });
  }

  it('stops at a time and goes on from there', async () => {
    const stream = new RandomStream(7);
    for (let step = 0; step < 40; step++) await stream.step();
    const timestampMs = stream.clock.nowMs();
    const before = stream.expected(KEYS);
    for (let step = 0; step < 40; step++) await stream.step();
    const session = open(stream, { end: { type: 'AT_TIMESTAMP', timestampMs } });
    await drain(stream, () => session.state.phase.name === 'ended');
    const stopped = shown(session);
    assert.deepEqual(session.state.phase, {
      name: 'ended',
      at: { type: 'AT_TIMESTAMP', timestampMs },
    });
    assert.deepEqual(byKey(stopped, KEYS), before);
    session.resume();
    const expected = stream.expected(KEYS);
    await drain(stream, () => session.counts.received >= expected.length);
    assert.deepEqual(byKey(shown(session), KEYS), expected);
    session.dispose();
  });
});
