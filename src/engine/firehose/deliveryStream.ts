import { Backoff } from '../../base/backoff.ts';
import type { Clock } from '../../base/clock.ts';
import { isCancellation } from '../../base/errors.ts';
import { Emitter } from '../../base/event.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { Log } from '../log.ts';
import { bucketOf, type ObjectWriter } from '../objects/s3Folder.ts';
import type {
  BufferedRecord,
  DeliveryStreamTable,
  PendingObject,
} from '../store/deliveryStreams.ts';
import type { Store } from '../store/store.ts';
import { AwsError } from '../wire/awsError.ts';
import { BufferAccount, type BufferingHints } from './buffer.ts';
import { compressionOf } from './compression.ts';
import type { DeliveryStreamDetails } from './definition.ts';
import { MIB, RETRY_FIRST_MS, RETRY_MAX_MS, UNDELIVERED_MS_MAX } from './limits.ts';
import { objectKey } from './objectKey.ts';

export interface DeliveryDependencies {
  readonly store: Store;
  readonly table: DeliveryStreamTable;
  readonly clock: Clock;
  readonly log: Log;
  /** In [0, 1). */
  readonly random: () => number;
  readonly uuid: () => string;
  readonly objects: ObjectWriter;
  /** Beyond this nothing more is taken. */
  readonly undeliveredBytesMax: number;
}

export interface DeliveryStreamIdentity {
  readonly id: number;
  readonly region: string;
  readonly name: string;
}

/**
 * One delivery stream at work: it keeps accepted records in the store, and when the buffer is full or
 * old enough, writes them as one object and forgets them. The object's key is kept before it is
 * written, so an engine that is killed in between writes the same object again, not a second one.
 */
export class DeliveryStream {
  readonly identity: DeliveryStreamIdentity;
  details: DeliveryStreamDetails;
  private readonly dependencies: DeliveryDependencies;
  private readonly account = new BufferAccount();
  private readonly backoff: Backoff;
  private readonly controller = new AbortController();
  private readonly deliveries = new Emitter<void>();
  private nextPosition: number;
  private acceptingBytes = 0;
  private pendingObject: PendingObject | undefined;
  private timer: { readonly dueMs: number; readonly disposable: Disposable } | undefined;
  private delivering: Promise<void> | undefined;
  private notBeforeMs = 0;
  /** Fires after each delivery: there may be room again. */
  readonly onDelivered = this.deliveries.event;

  constructor(
    identity: DeliveryStreamIdentity,
    details: DeliveryStreamDetails,
    dependencies: DeliveryDependencies,
    pendingObject?: PendingObject,
  ) {
    this.identity = identity;
    this.details = details;
    this.dependencies = dependencies;
    this.pendingObject = pendingObject;
    this.backoff = new Backoff({
      firstMs: RETRY_FIRST_MS,
      maxMs: RETRY_MAX_MS,
      random: dependencies.random,
    });
    const totals = dependencies.table.bufferedTotals(identity.id);
    this.nextPosition = Math.max(totals.end, pendingObject?.end ?? 0);
    if (totals.oldestMs !== undefined) this.account.add(totals.bytes, totals.oldestMs);
    this.schedule();
  }

  /** False while so much is undelivered that nothing more is taken. */
  get hasRoom(): boolean {
    const { undeliveredBytesMax } = this.dependencies;
    return this.account.bytes + this.acceptingBytes < undeliveredBytesMax;
  }

  /**
   * Keeps records; resolves after the commit. `alsoWrite` runs in the same
   * transaction. Throws ServiceUnavailableException when too much is undelivered.
   */
  async accept(records: readonly Uint8Array[], alsoWrite?: () => void): Promise<void> {
    if (!this.hasRoom) throw new AwsError('ServiceUnavailableException', 'Slow down.');
    const { clock, store, table } = this.dependencies;
    const arrivedMs = clock.nowMs();
    const bytes = records.reduce((sum, data) => sum + data.length, 0);
    const rows = records.map((data) => ({ position: this.nextPosition++, arrivedMs, data }));
    this.acceptingBytes += bytes;
    try {
      await store.write({
        run: () => {
          for (const row of rows) table.insertRecord(this.identity.id, row);
          alsoWrite?.();
        },
        committed: () => {
          if (rows.length > 0) this.account.add(bytes, arrivedMs);
          this.schedule();
        },
      });
    } finally {
      this.acceptingBytes -= bytes;
    }
  }

  /** Ends deliveries; what is undelivered stays in the store. */
  async close(): Promise<void> {
    this.controller.abort();
    this.timer?.disposable.dispose();
    this.timer = undefined;
    this.deliveries.dispose();
    await this.delivering;
  }

  private get hints(): BufferingHints {
    const { SizeInMBs, IntervalInSeconds } = this.details.destination.BufferingHints;
    return { bytesMax: SizeInMBs * MIB, intervalMs: IntervalInSeconds * 1000 };
  }

  /** Sees to it that the next delivery starts when it is due. */
  private schedule(): void {
    if (this.controller.signal.aborted || this.delivering !== undefined) return;
    const bufferDueMs = this.pendingObject === undefined ? this.account.dueMs(this.hints) : 0;
    if (bufferDueMs === undefined) return;
    const dueMs = Math.max(bufferDueMs, this.notBeforeMs);
    if (this.timer?.dueMs === dueMs) return;
    this.timer?.disposable.dispose();
    const delayMs = Math.max(0, dueMs - this.dependencies.clock.nowMs());
    const disposable = this.dependencies.clock.schedule(delayMs, () => {
      this.timer = undefined;
      this.delivering = this.deliver().finally(() => {
        this.delivering = undefined;
        this.schedule();
      });
    });
    this.timer = { dueMs, disposable };
  }

  private async deliver(): Promise<void> {
    try {
      await this.deliverObject();
      this.backoff.reset();
      this.notBeforeMs = 0;
      this.deliveries.fire();
    } catch (error) {
      if (isCancellation(error)) return;
      const { clock, log } = this.dependencies;
      log.error(`firehose: an object could not be written, ${this.identity.name}:`, error);
      this.notBeforeMs = clock.nowMs() + this.backoff.nextDelayMs();
      await this.dropExpired();
    }
  }

  /** As the service does, Direct PUT records are given up when they are a day old. */
  private async dropExpired(): Promise<void> {
    if (this.details.type !== 'DirectPut') return;
    const { clock, log, store, table } = this.dependencies;
    const { id, name } = this.identity;
    const cutoffMs = clock.nowMs() - UNDELIVERED_MS_MAX;
    const expired = table.totalsBefore(id, cutoffMs);
    if (expired.count === 0) return;
    await store
      .write({
        run: () => {
          table.deleteBefore(id, cutoffMs);
        },
        committed: () => {
          this.account.remove(expired.bytes, table.oldestMs(id));
          log.error(
            `firehose: undelivered for 24 hours and dropped, ${name}: ${String(expired.count)} records`,
          );
        },
      })
      .catch((error: unknown) => {
        log.error(`firehose: expired records could not be dropped, ${name}:`, error);
      });
  }

  private async deliverObject(): Promise<void> {
    const { objects, store, table } = this.dependencies;
    const { id } = this.identity;
    const records = table.readRecords(id, {
      bytes: this.pendingObject === undefined ? this.hints.bytesMax : Infinity,
      ...(this.pendingObject === undefined ? {} : { end: this.pendingObject.end }),
    });
    const pending = this.pendingObject ?? (await this.keepObjectKey(records));
    if (records.length > 0) {
      const { compress } = compressionOf(this.details.destination.CompressionFormat);
      const body = await compress(Buffer.concat(records.map((record) => record.data)));
      const bucket = bucketOf(this.details.destination.BucketARN);
      await objects.put({ bucket, key: pending.key, body }, this.controller.signal);
    }
    const bytes = records.reduce((sum, record) => sum + record.data.length, 0);
    await store.write({
      run: () => {
        table.deleteRecords(id, pending.end);
        table.setPendingObject(id, undefined);
      },
      committed: () => {
        this.pendingObject = undefined;
        this.account.remove(bytes, table.oldestMs(id));
      },
    });
  }

  private async keepObjectKey(records: readonly BufferedRecord[]): Promise<PendingObject> {
    const { clock, random, store, table, uuid } = this.dependencies;
    const { destination, versionId } = this.details;
    const pending = {
      key: objectKey({
        deliveryStreamName: this.identity.name,
        versionId,
        prefix: destination.Prefix ?? '',
        extension:
          destination.FileExtension || compressionOf(destination.CompressionFormat).extension,
        timeZone: destination.CustomTimeZone || 'UTC',
        arrivedMs: records[0]?.arrivedMs ?? clock.nowMs(),
        uuid: uuid(),
        random,
      }),
      end: (records.at(-1)?.position ?? -1) + 1,
    };
    await store.write(() => {
      table.setPendingObject(this.identity.id, pending);
    });
    this.pendingObject = pending;
    return pending;
  }
}
