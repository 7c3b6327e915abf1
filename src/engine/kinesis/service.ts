/**
 * Kinesis: the rules of streams, shards, records and iterators. `KinesisService` is what operations
 * and the engine's other parts (Firehose, simulated producers) work with; it speaks neither HTTP
 * nor JSON. It refuses to keep anything itself: `store/` does. Start reading here, then one file of
 * `operations/`.
 */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import type { Event } from '../../base/event.ts';
import { RECORD_KIB_DEFAULT, RETENTION_HOURS_DEFAULT } from '../limits.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';
import { AwsError } from '../wire/awsError.ts';
import { AccountSettings } from './accountSettings.ts';
import { CallRates } from './callRates.ts';
import { Consumers } from './consumers.ts';
import { RecordReader, type ReadResult } from './recordReader.ts';
import { type Commit, type PutEntry, type PutResult, RecordWriter } from './recordWriter.ts';
import { RetentionSweeper } from './retentionSweeper.ts';
import { Sealer, SEALER_KEY_BYTES } from './sealer.ts';
import { ShardIterators } from './shardIterators.ts';
import type { Shard, Stream, StreamStatus } from './state.ts';
import { noChannels, type StreamChannels } from './streamChannels.ts';
import { StreamCatalog } from './streamCatalog.ts';
import type { StreamRef } from './streamIndex.ts';
import { Subscriptions } from './subscriptions.ts';

export interface KinesisServiceOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly account: string;
  readonly limits: boolean;
  /** Whether operations are held to their call rates; as `limits` unless it says otherwise. */
  readonly callRates?: boolean;
  readonly transitionMs: number;
}

/** A stream as the engine's other parts know it. */
export type { StreamRef };

export class KinesisService {
  readonly clock: Clock;
  readonly account: string;
  readonly limits: boolean;
  readonly catalog: StreamCatalog;
  readonly accountSettings: AccountSettings;
  readonly callRates: CallRates;
  readonly consumers: Consumers;
  readonly reader: RecordReader;
  readonly writer: RecordWriter;
  readonly subscriptions: Subscriptions;
  readonly iterators: ShardIterators;
  /** For page tokens. */
  readonly sealer: Sealer;
  /** Who reads from the streams; the channels part puts itself here. */
  channels: StreamChannels = noChannels;
  private readonly sweeper: RetentionSweeper;

  constructor(options: KinesisServiceOptions) {
    this.clock = options.clock;
    this.account = options.account;
    this.limits = options.limits;
    this.catalog = new StreamCatalog(options);
    this.callRates = new CallRates({
      clock: this.clock,
      enabled: options.callRates ?? options.limits,
    });
    this.accountSettings = new AccountSettings(options);
    this.consumers = new Consumers({
      ...options,
      catalog: this.catalog,
      accountSettings: this.accountSettings,
    });
    this.reader = new RecordReader(options);
    this.writer = new RecordWriter(options);
    this.subscriptions = new Subscriptions({
      ...options,
      catalog: this.catalog,
      consumers: this.consumers,
      reader: this.reader,
      writer: this.writer,
    });
    this.sealer = new Sealer(options.store.secret('sealer', () => randomBytes(SEALER_KEY_BYTES)));
    this.iterators = new ShardIterators(this.sealer);
    this.sweeper = new RetentionSweeper({
      ...options,
      catalog: this.catalog,
      reader: this.reader,
    });
  }

  /** Undefined when there is no such stream. */
  status(ref: StreamRef): StreamStatus | undefined {
    return this.catalog.find(ref)?.details.status;
  }

  find(ref: StreamRef): Stream | undefined {
    return this.catalog.find(ref);
  }

  /** True when it was created now; it becomes ACTIVE on its own. */
  async createStreamIfAbsent(ref: StreamRef, shardCount: number): Promise<boolean> {
    if (this.find(ref) !== undefined) return false;
    await this.catalog.create({
      ...ref,
      shardCount,
      details: {
        mode: 'PROVISIONED',
        retentionHours: RETENTION_HOURS_DEFAULT,
        recordKibMax: RECORD_KIB_DEFAULT,
        tags: {},
      },
    });
    return true;
  }

  /**
   * As PutRecords does, with the same routing and limits: one result an entry, in order, after the
   * commit. Throws AwsError when the stream is absent or not yet or no longer ACTIVE.
   */
  async putRecords(ref: StreamRef, entries: readonly PutEntry[]): Promise<PutResult[]> {
    return this.writer.put(this.writable(ref), entries);
  }

  /** Records of one shard from a position, past the read limits. Throws AwsError as `require` does. */
  read(
    ref: StreamRef,
    shardIndex: number,
    options: { from: number; recordsMax: number; bytesMax: number },
  ): ReadResult {
    const stream = this.catalog.require(ref);
    return this.reader.read(stream, this.shard(stream, shardIndex), options);
  }

  /** Fires after each commit, once a shard, when its new records can be read. */
  get onCommitted(): Event<Commit> {
    return this.writer.onCommitted;
  }

  /** A stream that takes records: to writers, one that is not ACTIVE is as good as absent. */
  writable(ref: StreamRef): Stream {
    const stream = this.catalog.require(ref);
    const { status } = stream.details;
    if (status !== 'ACTIVE' && status !== 'UPDATING') throw this.catalog.notFound(ref);
    return stream;
  }

  shard(stream: Stream, shardIndex: number): Shard {
    const shard = stream.shards[shardIndex];
    if (shard === undefined) {
      throw new AwsError(
        'ResourceNotFoundException',
        `Stream ${stream.name} has no shard ${String(shardIndex)}.`,
      );
    }
    return shard;
  }

  /** One pass of the retention sweeper; true when more may wait. */
  sweep(): Promise<boolean> {
    return this.sweeper.sweep();
  }

  /** Deletes everything of one stream that has expired by now. */
  expire(stream: Stream): Promise<void> {
    return this.sweeper.expire(stream);
  }

  dispose(): void {
    this.sweeper.dispose();
    this.subscriptions.dispose();
    this.consumers.dispose();
    this.catalog.dispose();
  }
}
