import type { Clock } from '../../base/clock.ts';
import { Emitter } from '../../base/event.ts';
import { DisposableStore } from '../../base/lifecycle.ts';
import { evenHashKeyRanges } from '../../formats/hashKey.ts';
import { ON_DEMAND_SHARDS_DEFAULT } from '../limits.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';
import type { AwsError } from '../wire/awsError.ts';
import {
  checkCreating,
  checkEngineBounds,
  checkOnDemandQuota,
  checkShardQuota,
  type Territory,
} from './quotas.ts';
import { ShardKeys } from './shardKeys.ts';
import {
  FIRST_POSITION,
  keptShards,
  makeShard,
  routesOf,
  type Shard,
  type ShardDetails,
  type Stream,
  type StreamChange,
  type StreamDetails,
} from './state.ts';
import type { Reshard } from './resharding.ts';
import { shardLimits } from './shardLimits.ts';
import { requireActive, streamExists, streamNotFound } from './streamErrors.ts';
import { arnOf, StreamIndex, type StreamOwner, type StreamRef } from './streamIndex.ts';
import { insertShardRow, insertStreamRows, shardOf } from './streamRows.ts';
import {
  activeDetails,
  openShardsAfter,
  planStreamReshard,
  reshardStream,
} from './streamUpdates.ts';

export interface CatalogOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly account: string;
  readonly limits: boolean;
  readonly transitionMs: number;
}

export interface NewStream extends StreamRef {
  /** Undefined with ON_DEMAND. */
  readonly shardCount: number | undefined;
  readonly details: Omit<StreamDetails, 'status' | 'createdMs'>;
}

/** Which streams exist, in which state; their passage through CREATING, UPDATING and DELETING. */
export class StreamCatalog {
  private readonly options: CatalogOptions;
  private readonly index: StreamIndex;
  private readonly shardKeys = new ShardKeys();
  private readonly transitions = new DisposableStore();
  private readonly resharded = new Emitter<Stream>();
  /** Fires when shards of a stream were closed, and others continue them. */
  readonly onResharded = this.resharded.event;
  private nextStreamId: number;

  constructor(options: CatalogOptions) {
    this.options = options;
    this.index = new StreamIndex(options.account);
    this.nextStreamId = options.store.streams.lastStreamId() + 1;
    this.load();
  }

  find(ref: StreamRef): Stream | undefined {
    return this.index.find(ref);
  }

  findById(id: number): Stream | undefined {
    return this.index.findById(id);
  }

  all(): Iterable<Stream> {
    return this.index.all();
  }

  get size(): number {
    return this.index.size;
  }

  /** Streams of one account and region, by name. */
  of(owner: StreamOwner): Stream[] {
    return this.index.of(owner);
  }

  /** Throws AwsError when the stream does not exist. */
  require(ref: StreamRef): Stream {
    const stream = this.find(ref);
    if (stream === undefined) throw this.notFound(ref);
    return stream;
  }

  notFound({ account = this.options.account, name }: StreamRef): AwsError {
    return streamNotFound(name, account);
  }

  /** Resolves when the stream is kept; it is then CREATING and becomes ACTIVE on its own. */
  async create(request: NewStream): Promise<Stream> {
    const { clock } = this.options;
    const { region, name, account = this.options.account } = request;
    if (this.find(request) !== undefined) throw streamExists(name, account);
    this.checkQuotas(request);
    const nowMs = clock.nowMs();
    const stream: Stream = {
      id: this.nextStreamId++,
      account,
      region,
      name,
      arn: arnOf({ account, region, name }),
      details: { ...request.details, status: 'CREATING', createdMs: nowMs },
      shards: [],
      turn: 0,
      routes: [],
    };
    const ranges = evenHashKeyRanges(request.shardCount ?? ON_DEMAND_SHARDS_DEFAULT);
    ranges.forEach(({ start, end }, index) => {
      stream.shards.push(
        this.newShard(index, {
          createdSeconds: this.index.createdSeconds(request, nowMs),
          createdMs: nowMs,
          startingHashKey: start.toString(),
          endingHashKey: end.toString(),
        }),
      );
    });
    stream.routes = routesOf(keptShards(stream));
    this.index.add(stream);
    try {
      await this.options.store.write(() => {
        insertStreamRows(this.options.store, stream, this.options.account);
      });
    } catch (error) {
      this.index.delete(stream);
      for (const shard of keptShards(stream)) this.shardKeys.release(shard.key);
      throw error;
    }
    this.schedule(stream);
    return stream;
  }

  /** Resolves when it is kept that the stream is DELETING; it disappears on its own. */
  async delete(stream: Stream): Promise<void> {
    requireActive(stream);
    await this.patch(stream, { status: 'DELETING' });
    this.schedule(stream);
  }

  /** Changes an ACTIVE stream at once. */
  async change(
    stream: Stream,
    details: Partial<Omit<StreamDetails, 'status' | 'pending'>>,
  ): Promise<void> {
    requireActive(stream);
    await this.patch(stream, details);
  }

  /**
   * Resolves when it is kept that the stream is UPDATING; the change comes into effect on its own.
   * Throws AwsError unless the stream is ACTIVE. `used` counts a quota from now on.
   */
  async update(
    stream: Stream,
    pending: StreamChange,
    used: Pick<StreamDetails, 'usedMs'> = {},
  ): Promise<void> {
    requireActive(stream);
    if (pending.reshard !== undefined) this.checkReshard(stream, pending.reshard);
    await this.patch(stream, { ...used, status: 'UPDATING', pending });
    this.schedule(stream);
  }

  /** The streams of an account and region, for its quotas. */
  territory(owner: StreamOwner): Territory {
    const { account = this.options.account, region } = owner;
    return { account, region, streams: this.of(owner) };
  }

  /** Throws AwsError when another on-demand stream is too many. */
  checkOnDemand(owner: StreamOwner): void {
    if (this.options.limits) checkOnDemandQuota(this.territory(owner));
  }

  /** Throws AwsError when so many more open shards are too many. */
  checkShards(owner: StreamOwner, additional: number): void {
    this.checkShardKeys(additional);
    if (this.options.limits) checkShardQuota(this.territory(owner), additional);
  }

  /** Forgets closed shards that have no records any more. */
  async removeShards(stream: Stream, shards: readonly Shard[]): Promise<void> {
    await this.options.store.write(() => {
      for (const shard of shards) this.options.store.streams.deleteShard(shard.key);
    });
    for (const shard of shards) {
      if (stream.shards[shard.index] !== shard) continue;
      stream.shards[shard.index] = undefined;
      this.shardKeys.release(shard.key);
    }
  }

  /** Deletes all streams at once; gives how many there were. */
  async clear(): Promise<number> {
    const streams = [...this.all()].map((stream) => ({ stream, before: stream.details }));
    this.transitions.clear();
    // At once, so that nothing is written to them that their end would take along.
    for (const { stream, before } of streams) stream.details = { ...before, status: 'DELETING' };
    try {
      await this.options.store.write({
        run: () => {
          for (const { stream } of streams) this.options.store.streams.deleteStream(stream.id);
        },
        committed: () => {
          for (const { stream } of streams) this.index.delete(stream);
        },
      });
    } catch (error) {
      for (const { stream, before } of streams) {
        stream.details = before;
        this.schedule(stream);
      }
      throw error;
    }
    return streams.length;
  }

  /** The sweeper has emptied an ownerless shard. */
  releaseShardKey(shardKey: number): void {
    this.shardKeys.release(shardKey);
  }

  dispose(): void {
    this.transitions.dispose();
    this.resharded.dispose();
  }

  private async patch(stream: Stream, changes: Partial<StreamDetails>): Promise<void> {
    const before = stream.details;
    const after = { ...before, ...changes };
    // At once, so that a second request of the same turn already meets the change.
    stream.details = after;
    try {
      await this.save(stream);
    } catch (error) {
      if (stream.details === after) stream.details = before;
      throw error;
    }
  }

  private save(stream: Stream): Promise<void> {
    return this.options.store.write(() => {
      this.options.store.streams.updateStream(stream.id, JSON.stringify(stream.details));
    });
  }

  private schedule(stream: Stream): void {
    const { status } = stream.details;
    if (status === 'ACTIVE') return;
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
    if (this.findById(stream.id) !== stream) return;
    switch (stream.details.status) {
      case 'CREATING':
        return this.patch(stream, { status: 'ACTIVE' });
      case 'UPDATING':
        return this.finishUpdate(stream);
      case 'DELETING':
        await this.options.store.write(() => {
          this.options.store.streams.deleteStream(stream.id);
        });
        this.index.delete(stream);
        return;
      case 'ACTIVE':
        return;
    }
  }

  /** Puts that were routed before the commit still reach their shards before it is seen. */
  private async finishUpdate(stream: Stream): Promise<void> {
    const { store, clock } = this.options;
    const { pending, ...before } = stream.details;
    const nowMs = clock.nowMs();
    const details = activeDetails({ before, change: pending ?? {}, nowMs });
    const reshard =
      pending?.reshard &&
      reshardStream(stream, { reshard: pending.reshard, nowMs }, (index, shardDetails) =>
        this.newShard(index, shardDetails),
      );
    try {
      await store.write({
        run: () => {
          for (const shard of reshard?.created ?? []) insertShardRow(store, stream, shard);
          reshard?.close();
          for (const shard of reshard?.closing ?? []) {
            store.streams.updateShard(shard.key, JSON.stringify(shard.details));
          }
          store.streams.updateStream(stream.id, JSON.stringify(details));
        },
        undo: () => reshard?.reopen(),
        committed: () => {
          stream.details = details;
          reshard?.apply();
        },
      });
    } catch (error) {
      for (const shard of reshard?.created ?? []) this.shardKeys.release(shard.key);
      throw error;
    }
    if (reshard !== undefined) this.resharded.fire(stream);
  }

  /** Short-lived shards need room too. */
  private checkReshard(stream: Stream, reshard: Reshard): void {
    this.checkShards(stream, openShardsAfter(stream, reshard) - stream.routes.length);
    this.checkShardKeys(planStreamReshard(stream, reshard).created.length);
  }

  private checkShardKeys(additional: number): void {
    const shardKeys = this.shardKeys.size + Math.max(0, additional);
    checkEngineBounds({ streams: this.size, shardKeys });
  }

  private checkQuotas(request: NewStream): void {
    const { shardCount, details } = request;
    const shards = shardCount ?? ON_DEMAND_SHARDS_DEFAULT;
    checkEngineBounds({ streams: this.size + 1, shardKeys: this.shardKeys.size + shards });
    if (!this.options.limits) return;
    const territory = this.territory(request);
    checkCreating(territory);
    if (details.mode === 'ON_DEMAND') checkOnDemandQuota(territory);
    checkShardQuota(territory, shards);
  }

  private newShard(index: number, details: ShardDetails): Shard {
    return makeShard({
      key: this.shardKeys.take(),
      index,
      details,
      trimPosition: FIRST_POSITION,
      nextPosition: FIRST_POSITION,
      lastArrivedMs: 0,
      limits: shardLimits(),
    });
  }

  private load(): void {
    const { records, streams } = this.options.store;
    for (const { id, region, name, ...row } of streams.loadStreams()) {
      const account = row.account ?? this.options.account;
      if (this.find({ account, region, name }) !== undefined) {
        // The engine's own account was given another number, under which there is one already.
        this.options.log.error(
          `kinesis: there are two streams ${arnOf({ account, region, name })}`,
        );
        continue;
      }
      this.index.add({
        id,
        account,
        region,
        name,
        arn: arnOf({ account, region, name }),
        details: JSON.parse(row.details) as StreamDetails,
        shards: [],
        turn: 0,
        routes: [],
      });
    }
    for (const row of streams.loadShards()) {
      this.shardKeys.add(row.shardKey);
      const stream = row.streamId === null ? undefined : this.findById(row.streamId);
      if (stream === undefined) continue;
      stream.shards[row.shardIndex] = shardOf(row, records.last(row.shardKey));
    }
    for (const stream of this.all()) {
      stream.routes = routesOf(keptShards(stream));
      this.schedule(stream);
    }
  }
}
