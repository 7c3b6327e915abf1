import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import { SWEEP_INTERVAL_MS, SWEEP_SLICE_RECORDS_MAX } from '../limits.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';
import type { RecordReader } from './recordReader.ts';
import { keptShards, type Shard, type Stream } from './state.ts';
import type { StreamCatalog } from './streamCatalog.ts';

const HOUR_MS = 3_600_000;

/**
 * Deletes, a slice at a time, what nobody can read any more: records past their retention and
 * records of deleted streams. A closed shard goes with its last record.
 */
export class RetentionSweeper implements Disposable {
  private readonly options: {
    store: Store;
    clock: Clock;
    log: Log;
    catalog: StreamCatalog;
    reader: RecordReader;
  };
  private timer: Disposable | undefined;
  private disposed = false;

  constructor(options: RetentionSweeper['options']) {
    this.options = options;
    this.schedule();
  }

  /** One pass over everything; true when a slice was full, so that more may wait. */
  async sweep(): Promise<boolean> {
    let more = await this.sweepDeleted();
    for (const stream of [...this.options.catalog.all()]) {
      for (const shard of keptShards(stream)) {
        if (this.disposed) return false;
        if (await this.sweepExpired(stream, shard)) more = true;
      }
      const past = keptShards(stream).filter((shard) => this.isPast(stream, shard));
      if (past.length > 0) await this.options.catalog.removeShards(stream, past);
    }
    return more;
  }

  /** Deletes everything of one stream that has expired by now. */
  async expire(stream: Stream): Promise<void> {
    for (const shard of keptShards(stream)) {
      let more = true;
      while (more && !this.disposed) more = await this.sweepExpired(stream, shard);
    }
  }

  dispose(): void {
    this.disposed = true;
    this.timer?.dispose();
  }

  private schedule(delayMs = SWEEP_INTERVAL_MS): void {
    if (this.disposed) return;
    this.timer = this.options.clock.schedule(delayMs, () => {
      this.sweep().then(
        (more) => {
          this.schedule(more ? 0 : SWEEP_INTERVAL_MS);
        },
        (error: unknown) => {
          this.options.log.error('kinesis: expiring records failed, trying again:', error);
          this.schedule();
        },
      );
    });
  }

  private async sweepExpired(stream: Stream, shard: Shard): Promise<boolean> {
    const { reader, store } = this.options;
    const horizon = reader.trimHorizon(stream, shard);
    if (horizon <= shard.trimPosition) return false;
    const end = Math.min(horizon, shard.trimPosition + SWEEP_SLICE_RECORDS_MAX);
    await store.write(() => {
      store.records.delete(shard.key, shard.trimPosition, end);
      // The last record may be among them, and with it what the next position is known by.
      store.streams.updateShardPositions({
        shardKey: shard.key,
        trimPosition: end,
        nextPosition: shard.committedEnd,
        lastArrivedMs: shard.lastArrivedMs,
      });
    });
    shard.trimPosition = Math.max(shard.trimPosition, end);
    return end < horizon;
  }

  /** A closed shard that nobody can find a record in, or ever could again. */
  private isPast(stream: Stream, shard: Shard): boolean {
    const { closedMs } = shard.details;
    if (closedMs === undefined || shard.trimPosition < shard.nextPosition) return false;
    return closedMs < this.options.clock.nowMs() - stream.details.retentionHours * HOUR_MS;
  }

  private async sweepDeleted(): Promise<boolean> {
    const { catalog, store } = this.options;
    const shardKey = store.streams.ownerlessShard();
    if (shardKey === undefined) return false;
    const emptied = await store.write(() => {
      const deleted = store.records.deleteSome(shardKey, SWEEP_SLICE_RECORDS_MAX);
      if (deleted === SWEEP_SLICE_RECORDS_MAX) return false;
      store.streams.deleteShard(shardKey);
      return true;
    });
    if (emptied) catalog.releaseShardKey(shardKey);
    return true;
  }
}
