import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sleep } from '../../../../src/base/clock.ts';
import { ExpectedError } from '../../../../src/base/errors.ts';
import { evenHashKeyRanges } from '../../../../src/formats/hashKey.ts';
import { HashRouting, hashKeyOf } from '../../../../src/tail/replay/hashRouting.ts';
import {
  type ReplayCounts,
  type ReplayPace,
  type ReplayRecord,
  Replayer,
} from '../../../../src/tail/replay/replayer.ts';
import type { PutResult, PutTarget, RecordToPut } from '../../../../src/tail/replay/target.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { seededRandom } from '../../../support/seededRandom.ts';

const SHARDS = evenHashKeyRanges(3).map(({ start, end }, index) => ({
  shardId: `shard ${index}`,
  startingHashKey: String(start),
  endingHashKey: String(end),
}));
const THROTTLED = { problem: { code: 'throttled', message: 'Rate exceeded' } } as const;

/** A stream in memory whose calls take time on the clock of the test. */
class FakeTarget implements PutTarget {
  readonly stored: { key: string; text: string; shardId: string; atMs: number; bytes: number }[] =
    [];
  readonly callSizes: number[] = [];
  /** Every record that was put, stored or not. */
  readonly puts: { shardId: string; atMs: number; bytes: number }[] = [];
  refuse: (record: RecordToPut) => PutResult | undefined = () => undefined;
  failCall: (records: readonly RecordToPut[]) => Error | undefined = () => undefined;
  latencyMs: () => number = () => 5;
  private readonly routing = new HashRouting(SHARDS);
  private readonly clock: FakeClock;

  constructor(clock: FakeClock) {
    this.clock = clock;
  }

  async putRecords(
    _name: string,
    records: readonly RecordToPut[],
    signal: AbortSignal,
  ): Promise<PutResult[]> {
    this.callSizes.push(records.length);
    const atMs = this.clock.nowMs();
    const error = this.failCall(records);
    const results = error ? [] : records.map((record) => this.store(record, atMs));
    await sleep(this.clock, this.latencyMs(), signal);
    if (error) throw error;
    return results;
  }

  private store(record: RecordToPut, atMs: number): PutResult {
    const shardId = this.routing.shardOf(hashKeyOf(record)) ?? 'none';
    const bytes = record.data.length + Buffer.byteLength(record.partitionKey);
    this.puts.push({ shardId, atMs, bytes });
    const refused = this.refuse(record);
    if (refused) return refused;
    const text = new TextDecoder().decode(record.data);
    this.stored.push({ key: record.partitionKey, text, shardId, atMs, bytes });
    return { shardId, sequenceNumber: String(this.stored.length) };
  }
}

class World {
  readonly clock = new FakeClock();
  readonly target = new FakeTarget(this.clock);
  readonly abort = new AbortController();
  readonly told: ReplayCounts[] = [];
  outcome: unknown = 'running';
  replayer: Replayer | undefined;

  start(records: readonly ReplayRecord[], pace: ReplayPace): void {
    async function* source(): AsyncGenerator<ReplayRecord> {
      await Promise.resolve();
      yield* records;
    }
    this.replayer = new Replayer({
      target: this.target,
      streamName: 's',
      shards: SHARDS,
      records: source(),
      pace,
      clock: this.clock,
      random: () => 0.5,
      onProgress: (counts) => this.told.push(counts),
    });
    this.replayer.run(this.abort.signal, new AbortController().signal).then(
      () => (this.outcome = 'done'),
      (error: unknown) => (this.outcome = error),
    );
  }

  async runToEnd(stepMs = 50): Promise<void> {
    for (let step = 0; this.outcome === 'running' && step < 20_000; step++) {
      await this.clock.advance(stepMs);
    }
  }

  texts(key: string): string[] {
    return this.target.stored.filter((it) => it.key === key).map(({ text }) => text);
  }
}

function record(key: string, text: string, arrivalMs = 0): ReplayRecord {
  return { partitionKey: key, data: new TextEncoder().encode(text), arrivalMs };
}

describe('a replay', () => {
  it('stores every record once and each key in order, whatever is refused', async () => {
    for (const seed of [1, 2, 3]) {
      const random = seededRandom(seed);
      const world = new World();
      world.target.refuse = () => (random() < 0.3 ? THROTTLED : undefined);
      world.target.latencyMs = () => Math.floor(random() * 40);
      const model = new Map<string, string[]>();
      const records = Array.from({ length: 600 }, (_, index) => {
        const key = `key ${Math.floor(random() ** 3 * 12)}`;
        model.set(key, [...(model.get(key) ?? []), String(index)]);
        return record(key, String(index));
      });
      world.start(records, 'allowed');
      await world.runToEnd();
      assert.equal(world.outcome, 'done', `seed ${seed}`);
      for (const [key, texts] of model) assert.deepEqual(world.texts(key), texts, `seed ${seed}`);
      const { sent = 0, failed, retried } = world.replayer?.counts ?? {};
      assert.deepEqual([sent, failed, (retried ?? 0) > 0], [600, 0, true], `seed ${seed}`);
    }
  });

  it('never puts more to a shard in any second than it takes', async () => {
    const seed = 5;
    const random = seededRandom(seed);
    const world = new World();
    world.target.refuse = () => (random() < 0.05 ? THROTTLED : undefined);
    const records = Array.from({ length: 6_000 }, (_, index) =>
      record(`key ${index}`, 'x'.repeat(random() < 0.02 ? 100_000 : 100)),
    );
    world.start(records, 'allowed');
    await world.runToEnd(100);
    assert.equal(world.outcome, 'done', `seed ${seed}`);
    for (const { shardId } of SHARDS) {
      const puts = world.target.puts.filter((it) => it.shardId === shardId);
      for (const [index, { atMs }] of puts.entries()) {
        const second = puts.slice(index).filter((it) => it.atMs < atMs + 1_000);
        const bytes = second.reduce((sum, put) => sum + put.bytes, 0);
        assert.ok(second.length <= 1_000 && bytes <= 1024 * 1024, `seed ${seed}: ${second.length}`);
      }
    }
    const lastMs = world.target.puts.at(-1)?.atMs ?? 0;
    const seconds = (lastMs - (world.target.puts[0]?.atMs ?? 0)) / 1_000;
    assert.ok(seconds < 25, `${seconds} s are far more than the shards need`);
  });

  it('keeps the original pace, or a multiple of it', async () => {
    const records = [0, 1_000, 1_500, 1_400, 4_000].map((ms, index) =>
      record(`k${index}`, String(index), 1_700_000_000_000 + ms),
    );
    const times = async (pace: ReplayPace): Promise<number[]> => {
      const world = new World();
      const startMs = world.clock.nowMs();
      world.start(records, pace);
      await world.runToEnd(10);
      return world.target.stored.map(({ atMs }) => atMs - startMs);
    };
    assert.deepEqual(await times({ factor: 1 }), [0, 1_000, 1_500, 1_500, 4_000]);
    assert.deepEqual(await times({ factor: 10 }), [0, 100, 150, 150, 400]);
    assert.deepEqual(await times('allowed'), [0, 0, 0, 0, 0]);
  });

  it('finds the record that a call is refused for, and gives up that one only', async () => {
    const world = new World();
    const isBad = ({ partitionKey }: RecordToPut): boolean => partitionKey === 'bad';
    world.target.failCall = (records) =>
      records.some(isBad)
        ? new ExpectedError('invalidInput', 'The record is too large')
        : undefined;
    world.start(
      [record('a', '1'), record('bad', '2'), record('b', '3'), record('bad', '4')],
      'allowed',
    );
    await world.runToEnd();
    const counts = world.replayer?.counts;
    assert.deepEqual(
      [world.outcome, counts?.failed, counts?.failure, world.texts('a'), world.texts('b')],
      ['done', 2, 'The record is too large', ['1'], ['3']],
    );
  });

  it('goes on after a network that fails for a while, and says what may be stored twice', async () => {
    const world = new World();
    let failures = 3;
    world.target.failCall = () =>
      failures-- > 0 ? new ExpectedError('networkUnreachable', 'No network') : undefined;
    world.start([record('a', '1')], 'allowed');
    await world.runToEnd();
    const { sent, unsure } = world.replayer?.counts ?? {};
    assert.equal(world.outcome, 'done');
    assert.deepEqual([sent, (unsure ?? 0) > 0], [1, true]);
  });

  it('ends with an error that does not pass', async () => {
    const world = new World();
    world.target.failCall = () => new ExpectedError('accessDenied', 'You may not');
    world.start([record('a', '1'), record('b', '2')], 'allowed');
    await world.runToEnd();
    assert.equal((world.outcome as Error).message, 'You may not');
    assert.equal(world.replayer?.counts.sent, 0);
  });

  it('sends nothing more when it is cancelled, and counts what was under way', async () => {
    const world = new World();
    world.target.latencyMs = () => 500;
    const records = [record('a', '1'), record('b', '2'), record('a', '3')];
    world.start(records, 'allowed');
    await world.clock.advance(100);
    world.abort.abort(new ExpectedError('cancelled', 'Cancelled'));
    await world.runToEnd();
    assert.equal((world.outcome as Error).message, 'Cancelled');
    assert.deepEqual([world.replayer?.counts.sent, world.target.stored.length], [2, 2]);
  });

  it('puts at most 500 records in a call', async () => {
    const world = new World();
    world.start(
      Array.from({ length: 1_200 }, (_, index) => record(`key ${index}`, 'x')),
      'allowed',
    );
    await world.runToEnd();
    assert.deepEqual([Math.max(...world.target.callSizes), world.outcome], [500, 'done']);
  });
});
