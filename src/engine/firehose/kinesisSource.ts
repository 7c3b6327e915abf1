import { Backoff } from '../../base/backoff.ts';
import type { Clock } from '../../base/clock.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { KinesisService, StreamRef } from '../kinesis/service.ts';
import { keptShards, type Shard, type Stream } from '../kinesis/state.ts';
import type { Log } from '../log.ts';
import type { Checkpoint, DeliveryStreamTable } from '../store/deliveryStreams.ts';
import type { DeliveryStream } from './deliveryStream.ts';
import {
  RETRY_FIRST_MS,
  RETRY_MAX_MS,
  SOURCE_READ_BYTES_MAX,
  SOURCE_READ_RECORDS_MAX,
} from './limits.ts';

export interface KinesisSourceOptions {
  readonly kinesis: KinesisService;
  readonly source: StreamRef;
  readonly target: DeliveryStream;
  readonly table: DeliveryStreamTable;
  readonly clock: Clock;
  readonly log: Log;
  /** In [0, 1). */
  readonly random: () => number;
}

/** Where each shard is read from when a delivery stream is created: after its latest record. */
export function latestCheckpoints(stream: Stream): Checkpoint[] {
  return keptShards(stream).map((shard) => ({
    shardIndex: shard.index,
    sourceId: stream.id,
    position: shard.committedEnd,
  }));
}

/**
 * Moves records from a Kinesis stream into a delivery stream's buffer. How far it has read is kept in
 * the same transaction as what it read, so a restart neither loses nor repeats a record. A stream
 * that is deleted and created again is read from its beginning.
 */
export class KinesisSource {
  private readonly options: KinesisSourceOptions;
  private readonly checkpoints = new Map<number, Checkpoint>();
  private readonly disposables = new DisposableStore();
  private readonly backoff: Backoff;
  private retry: Disposable | undefined;
  private reading: Promise<void> | undefined;
  private readAgain = false;

  /** Starts at once. */
  constructor(options: KinesisSourceOptions) {
    this.options = options;
    this.backoff = new Backoff({
      firstMs: RETRY_FIRST_MS,
      maxMs: RETRY_MAX_MS,
      random: options.random,
    });
    const { kinesis, source, table, target } = options;
    for (const checkpoint of table.checkpoints(target.identity.id)) {
      this.checkpoints.set(checkpoint.shardIndex, checkpoint);
    }
    this.disposables.add(
      kinesis.onCommitted(({ stream }) => {
        if (stream.name === source.name && stream.region === source.region) this.wake();
      }),
    );
    this.disposables.add(
      target.onDelivered(() => {
        this.wake();
      }),
    );
    this.wake();
  }

  /** Resolves when nothing more is moved. */
  async close(): Promise<void> {
    this.disposables.dispose();
    this.retry?.dispose();
    await this.reading;
  }

  private wake(): void {
    this.readAgain = true;
    if (this.reading !== undefined || this.retry !== undefined) return;
    this.reading = this.readWhileAwake().finally(() => {
      this.reading = undefined;
    });
  }

  private async readWhileAwake(): Promise<void> {
    try {
      while (this.readAgain && !this.disposables.disposed) {
        this.readAgain = false;
        await this.readStream();
      }
      this.backoff.reset();
    } catch (error) {
      const { clock, log, source } = this.options;
      log.error(`firehose: the source could not be read, ${source.name}:`, error);
      if (this.disposables.disposed) return;
      this.retry = clock.schedule(this.backoff.nextDelayMs(), () => {
        this.retry = undefined;
        this.wake();
      });
    }
  }

  private async readStream(): Promise<void> {
    const { kinesis, source } = this.options;
    const stream = kinesis.find(source);
    if (stream === undefined) return;
    for (const shard of keptShards(stream)) {
      await this.readShard(stream, shard);
      // Parents come before their children. One that is not read to its end, for want of room, must
      // not be overtaken by a child when room appears the next moment: a delivery wakes us again.
      if (this.positionIn(stream, shard) < shard.committedEnd && !this.options.target.hasRoom)
        return;
    }
  }

  /** Reads a shard to its end, or until the delivery stream has no room. */
  private async readShard(stream: Stream, shard: Shard): Promise<void> {
    const { kinesis, source, table, target } = this.options;
    for (;;) {
      const from = this.positionIn(stream, shard);
      const isIdle = from >= shard.committedEnd || kinesis.find(source) !== stream;
      if (isIdle || this.disposables.disposed || !target.hasRoom) return;
      const { records, nextPosition } = kinesis.read(source, shard.index, {
        from,
        recordsMax: SOURCE_READ_RECORDS_MAX,
        bytesMax: SOURCE_READ_BYTES_MAX,
      });
      const checkpoint: Checkpoint = {
        shardIndex: shard.index,
        sourceId: stream.id,
        position: nextPosition,
      };
      await target.accept(
        records.map((record) => record.data),
        () => {
          table.setCheckpoint(target.identity.id, checkpoint);
        },
      );
      this.checkpoints.set(shard.index, checkpoint);
      if (records.length === 0) return;
    }
  }

  private positionIn(stream: Stream, shard: Shard): number {
    const checkpoint = this.checkpoints.get(shard.index);
    return checkpoint?.sourceId === stream.id ? checkpoint.position : 0;
  }
}
