import { ExpectedError } from '../../../src/base/errors.ts';
import type { HashKeyRange } from '../../../src/formats/hashKey.ts';
import type { StartPosition } from '../../../src/formats/position.ts';
import type {
  SourceBatch,
  SourceRecord,
  SourceShard,
  TailSource,
} from '../../../src/tail/source.ts';
import type { FakeClock } from '../../support/fakeClock.ts';
import { FakePush } from './fakePush.ts';
import { type FakeShard, indexOf, millisBehindOf } from './fakeShard.ts';

export interface SourceCall {
  readonly operation: 'listShards' | 'getShardIterator' | 'getRecords';
  readonly shardId?: string;
  readonly position?: StartPosition;
  readonly limit?: number | undefined;
}

/**
 * A stream in memory. Sequence numbers count up across all shards, unless `numberOf` writes those counts
 * otherwise, and arrival is the clock's.
 */
export class FakeSource implements TailSource {
  readonly calls: SourceCall[] = [];
  readonly shards = new Map<string, FakeShard>();
  readonly push: FakePush;
  /** Makes a call fail with what it returns. */
  fault: (call: SourceCall) => Error | undefined = () => undefined;
  /** Iterators made before this call are expired. */
  private goodSince = 0;
  private iteratorCount = 0;
  private sequence = 0;
  private readonly clock: FakeClock;
  private readonly numberOf: (shardId: string, count: number) => string;

  constructor(
    clock: FakeClock,
    shardIds: readonly string[],
    numberOf: (shardId: string, count: number) => string = (_, count) => String(count),
  ) {
    this.clock = clock;
    this.numberOf = numberOf;
    const latestNumber = (shardId: string): string => numberOf(shardId, this.sequence);
    this.push = new FakePush(clock, this.shards, latestNumber);
    for (const shardId of shardIds) this.addShard(shardId, []);
  }

  addShard(shardId: string, parentShardIds: readonly string[], range?: HashKeyRange): void {
    for (const parent of parentShardIds) this.shard(parent).isClosed = true;
    this.shards.set(shardId, { shardId, parentShardIds, records: [], range, isClosed: false });
    this.push.wake();
  }

  put(shardId: string, text: string, partitionKey = 'key'): SourceRecord {
    const record: SourceRecord = {
      sequenceNumber: this.numberOf(shardId, ++this.sequence),
      partitionKey,
      arrivalMs: this.clock.nowMs(),
      data: new TextEncoder().encode(text),
      encryptionType: undefined,
    };
    this.shard(shardId).records.push(record);
    this.push.wake();
    return record;
  }

  expireIterators(): void {
    this.goodSince = this.iteratorCount;
  }

  count(operation: SourceCall['operation']): number {
    return this.calls.filter((call) => call.operation === operation).length;
  }

  async listShards(
    _streamName: string,
    options: { signal: AbortSignal },
  ): Promise<{ items: SourceShard[]; next: undefined }> {
    await this.enter({ operation: 'listShards' }, options.signal);
    const items = [...this.shards.values()].map(({ shardId, parentShardIds, range, isClosed }) => ({
      shardId,
      parentShardIds,
      endingSequenceNumber: isClosed ? '9999' : undefined,
      ...(range && {
        startingHashKey: String(range.start),
        endingHashKey: String(range.end),
      }),
    }));
    return { items, next: undefined };
  }

  async getShardIterator(
    request: { shardId: string; position: StartPosition },
    signal: AbortSignal,
  ): Promise<string> {
    const { shardId, position } = request;
    await this.enter({ operation: 'getShardIterator', shardId, position }, signal);
    return this.iterator(shardId, indexOf(this.shard(shardId).records, position));
  }

  async getRecords(
    request: { iterator: string; limit?: number },
    signal: AbortSignal,
  ): Promise<SourceBatch> {
    const [serial = '', shardId = '', at = ''] = request.iterator.split('|');
    await this.enter({ operation: 'getRecords', shardId, limit: request.limit }, signal);
    if (Number(serial) <= this.goodSince) throw new ExpectedError('iteratorExpired', 'Expired');
    const shard = this.shard(shardId);
    const records = shard.records.slice(Number(at), Number(at) + (request.limit ?? 10_000));
    const next = Number(at) + records.length;
    const isAtEnd = next === shard.records.length;
    const children = [...this.shards.values()].filter((s) => s.parentShardIds.includes(shardId));
    return {
      records,
      nextIterator: shard.isClosed && isAtEnd ? undefined : this.iterator(shardId, next),
      millisBehindLatest: millisBehindOf(shard.records, next, this.clock.nowMs()),
      childShardIds: shard.isClosed && isAtEnd ? children.map((child) => child.shardId) : [],
    };
  }

  private iterator(shardId: string, at: number): string {
    return `${++this.iteratorCount}|${shardId}|${at}`;
  }

  private async enter(call: SourceCall, signal: AbortSignal): Promise<void> {
    await Promise.resolve();
    signal.throwIfAborted();
    this.calls.push(call);
    const fault = this.fault(call);
    if (fault) throw fault;
  }

  private shard(shardId: string): FakeShard {
    const shard = this.shards.get(shardId);
    if (!shard) throw new ExpectedError('notFound', `Shard ${shardId} not found`);
    return shard;
  }
}
