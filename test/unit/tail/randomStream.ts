import { ExpectedError } from '../../../src/base/errors.ts';
import { evenHashKeyRanges, type HashKeyRange } from '../../../src/formats/hashKey.ts';
import { encodeSequenceNumber } from '../../../src/formats/sequenceNumber.ts';
import { parseShardId } from '../../../src/formats/shardId.ts';
import type { TailRow } from '../../../src/protocol/webview/tail.ts';
import type { TailSession } from '../../../src/tail/session.ts';
import type { TailSessionOptions } from '../../../src/tail/sessionOptions.ts';
import { hashKeyOf } from '../../../src/tail/reading/shardChoice.ts';
import type { SourceRecord } from '../../../src/tail/source.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { FakeSource } from './fakeSource.ts';
import { openFakeTail } from './fakeTail.ts';

export const KEYS = Array.from({ length: 12 }, (_, index) => `truck_${index}`);

export interface PutRecord extends SourceRecord {
  readonly shardId: string;
  /** Its key, and how many of that key there were before it. */
  readonly text: string;
}

/** A stream whose shards split and merge as the random numbers say, and which answers badly. */
export class RandomStream {
  readonly clock = new FakeClock();
  readonly source: FakeSource;
  readonly random: () => number;
  /** All that was put, in order. */
  readonly records: PutRecord[] = [];
  private open: { shardId: string; range: HashKeyRange }[] = [];
  private readonly counts = new Map<string, number>();

  constructor(seed: number) {
    this.random = seededRandom(seed);
    // As the service numbers them, since from these the tail tells a shard and a time.
    this.source = new FakeSource(this.clock, [], (shardId, count) =>
      encodeSequenceNumber({
        shardCreatedSeconds: 1_600_000_000,
        shardIndex: parseShardId(shardId) ?? 0,
        recordIndex: BigInt(count),
        timeSeconds: Math.floor(this.clock.nowMs() / 1_000),
      }),
    );
    for (const range of evenHashKeyRanges(3)) this.add([], range);
    this.source.fault = ({ operation }) => {
      if (operation === 'listShards') return undefined;
      const chance = this.random();
      if (chance < 0.2) return new ExpectedError('throttled', 'Slow down');
      const isStale = operation === 'getRecords' && chance < 0.23;
      return isStale ? new ExpectedError('iteratorExpired', 'Too old') : undefined;
    };
    this.source.push.fault = ({ operation }) =>
      operation === 'subscribe' && this.random() < 0.1
        ? new ExpectedError('serviceFailed', 'Internal failure')
        : undefined;
  }

  below(count: number): number {
    return Math.floor(this.random() * count);
  }

  put(): void {
    const key = KEYS[this.below(KEYS.length)] ?? '';
    const count = this.counts.get(key) ?? 0;
    const hashKey = hashKeyOf(key);
    const shard = this.open.find(({ range }) => range.start <= hashKey && hashKey <= range.end);
    const { shardId = '' } = shard ?? {};
    const text = `${key}/${count}`;
    this.records.push({ ...this.source.put(shardId, text, key), shardId, text });
    this.counts.set(key, count + 1);
  }

  reshard(): void {
    const index = this.below(this.open.length);
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
    for (let puts = this.below(6); puts > 0; puts--) this.put();
    if (this.random() < 0.5) this.reshard();
    await this.clock.advance(this.below(300));
  }

  private add(parents: readonly string[], range: HashKeyRange): void {
    const shardId = `shardId-${String(this.source.shards.size).padStart(12, '0')}`;
    this.source.addShard(shardId, parents, range);
    this.open = [...this.open, { shardId, range }].sort((a, b) =>
      a.range.start < b.range.start ? -1 : 1,
    );
  }
}

/** Reads already; the caller closes it. */
export function openTail(
  { source, clock }: RandomStream,
  options: Partial<TailSessionOptions> = {},
): TailSession {
  return openFakeTail(source, clock, { pollIntervalMs: 100, ...options });
}

export function byKey(rows: readonly TailRow[], keys: readonly string[]): string[] {
  return keys.flatMap((key) =>
    rows.filter(({ partitionKey }) => partitionKey === key).map(({ preview }) => preview),
  );
}

/** Until nothing more can come; the number of steps is bounded. */
export async function drain(stream: RandomStream, isDone: () => boolean): Promise<void> {
  for (let round = 0; round < 500 && !isDone(); round++) await stream.clock.advance(1_000);
}
