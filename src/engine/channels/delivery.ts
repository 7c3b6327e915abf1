import { Backoff } from '../../base/backoff.ts';
import type { Clock } from '../../base/clock.ts';
import { isCancellation } from '../../base/errors.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { KinesisService } from '../kinesis/service.ts';
import { FIRST_POSITION, type Shard, type Stream } from '../kinesis/state.ts';
import type { Log } from '../log.ts';
import { bucketOf, type ObjectWriter } from '../objects/s3Folder.ts';
import type { ChannelTable, PendingDelivery, ShardSlice } from '../store/channels.ts';
import type { Store } from '../store/store.ts';
import { type Batch, collect } from './collector.ts';
import { compressorOf } from './compression.ts';
import { type ChannelDetails, type ChannelIdentity, compressionTypeOf } from './details.ts';
import { objectKeyOf } from './keyTemplate.ts';
import { OBJECT_BYTES_MAX, RETRY_FIRST_MS, RETRY_MAX_MS } from './limits.ts';

export interface DeliveryDependencies {
  readonly store: Store;
  readonly table: ChannelTable;
  readonly kinesis: KinesisService;
  readonly clock: Clock;
  readonly log: Log;
  /** In [0, 1). */
  readonly random: () => number;
  readonly uuid: () => string;
  readonly objects: ObjectWriter;
}

/** The channel as it is now: its details change while it delivers. */
export interface DeliveringChannel {
  readonly identity: ChannelIdentity;
  readonly details: ChannelDetails;
}

/**
 * A channel at work. Records wait in their stream until the oldest of them is as old as the data
 * freshness says; then all shards are written out, parents before children. What an object will hold
 * is kept before it is written, and how far each shard is delivered after that, so an engine that is
 * killed at any moment writes the same object again: every record is in exactly one object.
 */
export class ChannelDelivery {
  private readonly channel: DeliveringChannel;
  private readonly dependencies: DeliveryDependencies;
  private readonly checkpoints: Map<number, number>;
  private readonly disposables = new DisposableStore();
  private readonly controller = new AbortController();
  private readonly backoff: Backoff;
  private pending: PendingDelivery | undefined;
  private timer: Disposable | undefined;
  private delivering: Promise<void> | undefined;
  private notBeforeMs = 0;

  /** Starts at once. */
  constructor(channel: DeliveringChannel, dependencies: DeliveryDependencies) {
    this.channel = channel;
    this.dependencies = dependencies;
    const { kinesis, random, table } = dependencies;
    this.checkpoints = table.checkpoints(channel.identity.id);
    this.pending = table.pending(channel.identity.id);
    this.backoff = new Backoff({ firstMs: RETRY_FIRST_MS, maxMs: RETRY_MAX_MS, random });
    this.disposables.add(
      kinesis.onCommitted(({ stream }) => {
        if (stream.id === channel.details.streamId) this.schedule();
      }),
    );
    this.schedule();
  }

  /** After the data freshness has changed. */
  reschedule(): void {
    this.timer?.dispose();
    this.timer = undefined;
    this.schedule();
  }

  /** Resolves when nothing more is written. */
  async close(): Promise<void> {
    this.controller.abort();
    this.disposables.dispose();
    this.timer?.dispose();
    this.timer = undefined;
    await this.delivering;
  }

  /** Sees to it that the next delivery starts when it is due. */
  private schedule(): void {
    const isBusy = this.timer !== undefined || this.delivering !== undefined;
    if (isBusy || this.controller.signal.aborted) return;
    const dueMs = this.dueMs();
    if (dueMs === undefined) return;
    const { clock } = this.dependencies;
    const delayMs = Math.max(dueMs, this.notBeforeMs) - clock.nowMs();
    this.timer = clock.schedule(Math.max(0, delayMs), () => {
      this.timer = undefined;
      this.delivering = this.deliver().finally(() => {
        this.delivering = undefined;
        this.schedule();
      });
    });
  }

  private dueMs(): number | undefined {
    if (this.stream() === undefined) return undefined;
    if (this.pending !== undefined) return 0;
    const { store } = this.dependencies;
    let oldestMs = Infinity;
    for (const { from, shard } of this.undelivered()) {
      const arrivedMs = store.records.arrivedMs(shard.key, Math.max(from, shard.trimPosition));
      oldestMs = Math.min(oldestMs, arrivedMs ?? Infinity);
    }
    if (oldestMs === Infinity) return undefined;
    return oldestMs + this.channel.details.destination.DataFreshnessInSeconds * 1000;
  }

  private undelivered(): (ShardSlice & { readonly shard: Shard })[] {
    return (this.stream()?.shards ?? []).flatMap((shard) => {
      if (shard === undefined) return [];
      const from = this.checkpoints.get(shard.index) ?? FIRST_POSITION;
      const end = shard.committedEnd;
      return from < end ? [{ shardIndex: shard.index, from, end, shard }] : [];
    });
  }

  private stream(): Stream | undefined {
    return this.dependencies.kinesis.catalog.findById(this.channel.details.streamId);
  }

  private async deliver(): Promise<void> {
    try {
      // What is pending may be due long before the rest.
      if (this.pending === undefined) await this.deliverAll();
      else await this.write(this.pending.slices, Infinity);
      this.backoff.reset();
      this.notBeforeMs = 0;
    } catch (error) {
      if (isCancellation(error)) return;
      const { clock, log } = this.dependencies;
      log.error(`channels: an object could not be written, ${this.channel.identity.name}:`, error);
      this.notBeforeMs = clock.nowMs() + this.backoff.nextDelayMs();
    }
  }

  /** Delivers what is there now, in as many objects as it takes. */
  private async deliverAll(): Promise<void> {
    const ends = new Map(this.undelivered().map(({ end, shardIndex }) => [shardIndex, end]));
    while (!this.controller.signal.aborted) {
      const wanted = this.undelivered().flatMap(({ from, shardIndex }) => {
        const end = ends.get(shardIndex) ?? 0;
        return from < end ? [{ shardIndex, from, end }] : [];
      });
      if (wanted.length === 0) break;
      await this.write(wanted, OBJECT_BYTES_MAX);
    }
  }

  /** Writes one object of the beginning of what is wanted. */
  private async write(wanted: readonly ShardSlice[], bytesMax: number): Promise<void> {
    const { kinesis } = this.dependencies;
    const stream = this.stream();
    if (stream === undefined) return;
    const { details } = this.channel;
    const format = details.record.RecordFormatType;
    const batch = await collect(kinesis, stream, wanted, { bytesMax, format });
    const pending = this.pending ?? (await this.keepPending(stream, batch));
    await this.putObjects(pending, batch);
    await this.keepDelivered(batch);
  }

  private async keepPending(stream: Stream, batch: Batch): Promise<PendingDelivery> {
    const { clock, store, table, uuid } = this.dependencies;
    const { details, identity } = this.channel;
    const { DeadLetterQueueS3Configuration: errors, StorageConfiguration: storage } =
      details.destination;
    const variables = {
      channelName: identity.name,
      channelId: identity.id,
      streamName: stream.name,
      timeMs: batch.oldestMs ?? clock.nowMs(),
      extension: compressorOf(storage.CompressionType)?.extension ?? '',
    };
    const suffix = uuid();
    const errorTemplate = `${errors.ErrorOutputPrefix}!{yyyy}/!{MM}/!{dd}/!{HH}/!{channel-name}`;
    const pending: PendingDelivery = {
      key: objectKeyOf(storage.OutputKeyTemplate, variables, suffix),
      errorKey: objectKeyOf(errorTemplate, variables, suffix),
      slices: batch.slices,
    };
    await store.write(() => {
      table.setPending(identity.id, pending);
    });
    this.pending = pending;
    return pending;
  }

  private async putObjects(pending: PendingDelivery, batch: Batch): Promise<void> {
    const { objects } = this.dependencies;
    const { details } = this.channel;
    const { DeadLetterQueueS3Configuration: errors, StorageConfiguration: storage } =
      details.destination;
    const { signal } = this.controller;
    if (batch.bodies.length > 0) {
      const compressor = compressorOf(compressionTypeOf(details));
      if (compressor === undefined) throw new Error('A channel without its compressor delivers');
      const body = await compressor.compress(Buffer.concat(batch.bodies));
      await objects.put({ bucket: bucketOf(storage.BucketARN), key: pending.key, body }, signal);
    }
    if (batch.errors.length > 0) {
      const body = Buffer.from(batch.errors.join(''));
      const bucket = bucketOf(errors.BucketARN);
      await objects.put({ bucket, key: pending.errorKey, body }, signal);
    }
  }

  private async keepDelivered({ slices }: Batch): Promise<void> {
    const { store, table } = this.dependencies;
    const { id } = this.channel.identity;
    await store.write({
      run: () => {
        for (const { end, shardIndex } of slices) table.setCheckpoint(id, shardIndex, end);
        table.setPending(id, undefined);
      },
      committed: () => {
        for (const { end, shardIndex } of slices) this.checkpoints.set(shardIndex, end);
        this.pending = undefined;
      },
    });
  }
}
