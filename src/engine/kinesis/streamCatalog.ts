import type { Clock } from '../../base/clock.ts';
import { DisposableStore } from '../../base/lifecycle.ts';
import { evenHashKeyRanges } from '../../formats/hashKey.ts';
import {
  ON_DEMAND_SHARDS_DEFAULT,
  SHARD_KEYS_MAX,
  SHARD_READ_BYTES_PER_SECOND,
  SHARD_READ_CALLS_PER_SECOND,
  SHARD_WRITE_BYTES_PER_SECOND,
  SHARD_WRITE_RECORDS_PER_SECOND,
  SHARDS_PER_ACCOUNT_MAX,
  STREAMS_CREATING_MAX,
  STREAMS_MAX,
} from '../limits.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';
import { AwsError } from '../wire/awsError.ts';
import {
  FIRST_POSITION,
  keptShards,
  makeShard,
  routesOf,
  type Shard,
  type ShardDetails,
  type ShardLimits,
  type Stream,
  type StreamDetails,
} from './state.ts';
import { TokenBucket } from './tokenBucket.ts';

export interface CatalogOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly account: string;
  readonly limits: boolean;
  readonly transitionMs: number;
}

export interface NewStream {
  readonly region: string;
  readonly name: string;
  /** Undefined with ON_DEMAND. */
  readonly shardCount: number | undefined;
  readonly details: Omit<StreamDetails, 'status' | 'createdMs'>;
}

/** Which streams exist, in which state; their passage through CREATING and DELETING. */
export class StreamCatalog {
  private readonly options: CatalogOptions;
  private readonly streams = new Map<string, Stream>();
  private readonly byId = new Map<number, Stream>();
  private readonly usedShardKeys = new Set<number>();
  private readonly transitions = new DisposableStore();
  private nextStreamId: number;
  private nextShardKey = 0;

  constructor(options: CatalogOptions) {
    this.options = options;
    this.nextStreamId = options.store.streams.lastStreamId() + 1;
    this.load();
  }

  find(region: string, name: string): Stream | undefined {
    return this.streams.get(`${region}/${name}`);
  }

  findById(id: number): Stream | undefined {
    return this.byId.get(id);
  }

  all(): Iterable<Stream> {
    return this.streams.values();
  }

  get size(): number {
    return this.streams.size;
  }

  /** Streams of one region, by name. */
  inRegion(region: string): Stream[] {
    return [...this.streams.values()]
      .filter((stream) => stream.region === region)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Throws AwsError when the stream does not exist. */
  require(region: string, name: string): Stream {
    const stream = this.find(region, name);
    if (stream === undefined) throw this.notFound(name);
    return stream;
  }

  notFound(name: string): AwsError {
    return new AwsError(
      'ResourceNotFoundException',
      `Stream ${name} under account ${this.options.account} not found.`,
    );
  }

  /** Resolves when the stream is kept; it is then CREATING and becomes ACTIVE on its own. */
  async create(request: NewStream): Promise<Stream> {
    const { account, clock, store } = this.options;
    if (this.find(request.region, request.name) !== undefined) {
      throw new AwsError(
        'ResourceInUseException',
        `Stream ${request.name} under account ${account} already exists.`,
      );
    }
    const shardCount = request.shardCount ?? ON_DEMAND_SHARDS_DEFAULT;
    this.checkQuotas(request.region, shardCount);
    const nowMs = clock.nowMs();
    const stream: Stream = {
      id: this.nextStreamId++,
      region: request.region,
      name: request.name,
      arn: this.arnOf(request.region, request.name),
      details: { ...request.details, status: 'CREATING', createdMs: nowMs },
      shards: [],
      routes: [],
    };
    evenHashKeyRanges(shardCount).forEach((range, index) => {
      stream.shards.push(
        this.newShard(index, {
          createdSeconds: Math.floor(nowMs / 1000),
          startingHashKey: range.start.toString(),
          endingHashKey: range.end.toString(),
        }),
      );
    });
    stream.routes = routesOf(keptShards(stream));
    this.register(stream);
    try {
      await store.write(() => {
        this.insert(stream);
      });
    } catch (error) {
      this.forget(stream);
      for (const shard of keptShards(stream)) this.usedShardKeys.delete(shard.key);
      throw error;
    }
    this.schedule(stream);
    return stream;
  }

  /** Resolves when it is kept that the stream is DELETING; it disappears on its own. */
  async delete(stream: Stream): Promise<void> {
    const before = stream.details;
    if (before.status !== 'ACTIVE') {
      throw new AwsError(
        'ResourceInUseException',
        `Stream ${stream.name} under account ${this.options.account} not ACTIVE, instead in state ${before.status}`,
      );
    }
    stream.details = { ...before, status: 'DELETING' };
    try {
      await this.save(stream);
    } catch (error) {
      stream.details = before;
      throw error;
    }
    this.schedule(stream);
  }

  /** Deletes all streams at once; gives how many there were. */
  async clear(): Promise<number> {
    const streams = [...this.streams.values()];
    this.transitions.clear();
    await this.options.store.write(() => {
      for (const stream of streams) this.options.store.streams.deleteStream(stream.id);
    });
    for (const stream of streams) this.forget(stream);
    return streams.length;
  }

  /** The sweeper has emptied an ownerless shard. */
  releaseShardKey(shardKey: number): void {
    this.usedShardKeys.delete(shardKey);
  }

  dispose(): void {
    this.transitions.dispose();
  }

  private save(stream: Stream): Promise<void> {
    return this.options.store.write(() => {
      this.options.store.streams.updateStream(stream.id, JSON.stringify(stream.details));
    });
  }

  private insert(stream: Stream): void {
    const { streams } = this.options.store;
    streams.insertStream({
      id: stream.id,
      region: stream.region,
      name: stream.name,
      details: JSON.stringify(stream.details),
    });
    for (const shard of keptShards(stream)) {
      streams.insertShard({
        shardKey: shard.key,
        streamId: stream.id,
        shardIndex: shard.index,
        trimPosition: shard.trimPosition,
        nextPosition: shard.nextPosition,
        lastArrivedMs: shard.lastArrivedMs,
        details: JSON.stringify(shard.details),
      });
    }
  }

  private schedule(stream: Stream): void {
    const { status } = stream.details;
    if (status !== 'CREATING' && status !== 'DELETING') return;
    const timer = this.options.clock.schedule(this.options.transitionMs, () => {
      this.transitions.delete(timer);
      this.finish(stream).catch((error: unknown) => {
        this.options.log.error(`kinesis: stream stays ${status}:`, error);
        this.schedule(stream);
      });
    });
    this.transitions.add(timer);
  }

  private async finish(stream: Stream): Promise<void> {
    if (this.byId.get(stream.id) !== stream) return;
    if (stream.details.status === 'CREATING') {
      stream.details = { ...stream.details, status: 'ACTIVE' };
      await this.save(stream);
    } else if (stream.details.status === 'DELETING') {
      await this.options.store.write(() => {
        this.options.store.streams.deleteStream(stream.id);
      });
      this.forget(stream);
    }
  }

  private checkQuotas(region: string, shardCount: number): void {
    if (this.streams.size >= STREAMS_MAX) {
      throw new AwsError(
        'LimitExceededException',
        `The engine holds at most ${String(STREAMS_MAX)} streams.`,
      );
    }
    if (this.usedShardKeys.size + shardCount > SHARD_KEYS_MAX) {
      throw new AwsError(
        'LimitExceededException',
        `The engine holds at most ${String(SHARD_KEYS_MAX)} shards.`,
      );
    }
    if (!this.options.limits) return;
    const streams = this.inRegion(region);
    const creating = streams.filter((stream) => stream.details.status === 'CREATING').length;
    if (creating >= STREAMS_CREATING_MAX) {
      throw new AwsError(
        'LimitExceededException',
        `Cannot create more than ${String(STREAMS_CREATING_MAX)} streams at once under account ${this.options.account}: wait until some are ACTIVE.`,
      );
    }
    const open = streams.reduce((sum, stream) => sum + stream.routes.length, 0);
    if (open + shardCount > SHARDS_PER_ACCOUNT_MAX) {
      throw new AwsError(
        'LimitExceededException',
        `This request would exceed the shard limit for the account ${this.options.account} in ${region}. Current shard count for the account: ${String(open)}. Limit: ${String(SHARDS_PER_ACCOUNT_MAX)}. Number of additional shards that would have resulted from this request: ${String(shardCount)}. Refer to the AWS Service Limits page (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for current limits and how to request higher limits.`,
      );
    }
  }

  private newShard(index: number, details: ShardDetails): Shard {
    return makeShard({
      key: this.takeShardKey(),
      index,
      details,
      trimPosition: FIRST_POSITION,
      nextPosition: FIRST_POSITION,
      lastArrivedMs: 0,
      limits: shardLimits(),
    });
  }

  private takeShardKey(): number {
    while (this.usedShardKeys.has(this.nextShardKey)) {
      this.nextShardKey = (this.nextShardKey + 1) % SHARD_KEYS_MAX;
    }
    this.usedShardKeys.add(this.nextShardKey);
    return this.nextShardKey;
  }

  private arnOf(region: string, name: string): string {
    return `arn:aws:kinesis:${region}:${this.options.account}:stream/${name}`;
  }

  private register(stream: Stream): void {
    this.streams.set(`${stream.region}/${stream.name}`, stream);
    this.byId.set(stream.id, stream);
  }

  private forget(stream: Stream): void {
    this.streams.delete(`${stream.region}/${stream.name}`);
    this.byId.delete(stream.id);
  }

  private load(): void {
    const { records, streams } = this.options.store;
    for (const row of streams.loadStreams()) {
      this.register({
        id: row.id,
        region: row.region,
        name: row.name,
        arn: this.arnOf(row.region, row.name),
        details: JSON.parse(row.details) as StreamDetails,
        shards: [],
        routes: [],
      });
    }
    for (const row of streams.loadShards()) {
      this.usedShardKeys.add(row.shardKey);
      const stream = row.streamId === null ? undefined : this.byId.get(row.streamId);
      if (stream === undefined) continue;
      const last = records.last(row.shardKey);
      stream.shards[row.shardIndex] = makeShard({
        key: row.shardKey,
        index: row.shardIndex,
        details: JSON.parse(row.details) as ShardDetails,
        trimPosition: row.trimPosition,
        nextPosition: Math.max(row.nextPosition, (last?.position ?? 0) + 1),
        lastArrivedMs: Math.max(row.lastArrivedMs, last?.arrivedMs ?? 0),
        limits: shardLimits(),
      });
    }
    for (const stream of this.streams.values()) {
      stream.routes = routesOf(keptShards(stream));
      this.schedule(stream);
    }
  }
}

function shardLimits(): ShardLimits {
  return {
    writtenRecords: new TokenBucket(SHARD_WRITE_RECORDS_PER_SECOND),
    writtenBytes: new TokenBucket(SHARD_WRITE_BYTES_PER_SECOND),
    readCalls: new TokenBucket(SHARD_READ_CALLS_PER_SECOND),
    readBytes: new TokenBucket(SHARD_READ_BYTES_PER_SECOND),
  };
}
