/**
 * Firehose: delivery streams that buffer records and deliver them as objects into a folder that
 * stands for S3. `FirehoseService` is what the operations work with. It refuses, in so many words,
 * whatever it does not do yet (other destinations, processors, partitioning); nothing is ignored.
 * Start reading here, then `deliveryStream.ts` for buffering and one file of `operations/`.
 */
import type { Clock } from '../../base/clock.ts';
import { DisposableStore } from '../../base/lifecycle.ts';
import type { KinesisService } from '../kinesis/service.ts';
import type { Log } from '../log.ts';
import type { ObjectWriter } from '../objects/s3Folder.ts';
import { DELIVERY_STREAM_IDS_MAX, DeliveryStreamTable } from '../store/deliveryStreams.ts';
import type { Store } from '../store/store.ts';
import { AwsError } from '../wire/awsError.ts';
import type { DeliveryStreamDetails, DeliveryStreamStatus } from './definition.ts';
import { type DeliveryDependencies, DeliveryStream } from './deliveryStream.ts';
import { KinesisSource, latestCheckpoints } from './kinesisSource.ts';
import { DELIVERY_STREAMS_MAX, UNDELIVERED_BYTES_MAX } from './limits.ts';

export interface FirehoseServiceOptions {
  readonly store: Store;
  readonly kinesis: KinesisService;
  readonly clock: Clock;
  readonly log: Log;
  /** In [0, 1). */
  readonly random: () => number;
  readonly uuid: () => string;
  readonly objects: ObjectWriter;
  readonly account: string;
  /** How long a delivery stream stays CREATING and DELETING. */
  readonly transitionMs: number;
}

interface Entry {
  readonly stream: DeliveryStream;
  source: KinesisSource | undefined;
}

export class FirehoseService {
  readonly clock: Clock;
  readonly kinesis: KinesisService;
  private readonly options: FirehoseServiceOptions;
  private readonly dependencies: DeliveryDependencies;
  private readonly table: DeliveryStreamTable;
  private readonly entries = new Map<string, Entry>();
  private readonly usedIds = new Set<number>();
  private readonly transitions = new DisposableStore();

  constructor(options: FirehoseServiceOptions) {
    this.options = options;
    this.clock = options.clock;
    this.kinesis = options.kinesis;
    this.table = new DeliveryStreamTable(options.store.database);
    this.dependencies = {
      ...options,
      table: this.table,
      undeliveredBytesMax: UNDELIVERED_BYTES_MAX,
    };
    this.load();
  }

  get size(): number {
    return this.entries.size;
  }

  arnOf(region: string, name: string): string {
    return `arn:aws:firehose:${region}:${this.options.account}:deliverystream/${name}`;
  }

  /** Opaque to callers, as the service's are. */
  newRecordId(): string {
    return Buffer.from(this.options.uuid() + this.options.uuid()).toString('base64');
  }

  /** Throws ResourceNotFoundException. */
  require(region: string, name: string): DeliveryStream {
    return this.requireEntry(region, name).stream;
  }

  /** A delivery stream that takes records: to a caller, one that is not ACTIVE is as good as absent. */
  requireDirectPut(region: string, name: string): DeliveryStream {
    const stream = this.require(region, name);
    if (stream.details.status !== 'ACTIVE') throw this.notFound(name);
    if (stream.details.type !== 'DirectPut') {
      throw new AwsError(
        'InvalidArgumentException',
        `This operation is not permitted on ${stream.details.type} delivery stream type.`,
      );
    }
    return stream;
  }

  /** Of one region, by name. */
  inRegion(region: string): DeliveryStream[] {
    return [...this.entries.values()]
      .map((entry) => entry.stream)
      .filter((stream) => stream.identity.region === region)
      .sort((a, b) => (a.identity.name < b.identity.name ? -1 : 1));
  }

  /** Resolves when the delivery stream is kept; it is then CREATING and becomes ACTIVE on its own. */
  async create(
    region: string,
    name: string,
    details: Omit<DeliveryStreamDetails, 'status' | 'createdMs'>,
  ): Promise<void> {
    this.checkRoomFor(region, name);
    const identity = { id: this.takeId(), region, name };
    const stream = new DeliveryStream(
      identity,
      { ...details, status: 'CREATING', createdMs: this.clock.nowMs() },
      this.dependencies,
    );
    const entry = this.register(stream);
    const source = this.sourceRef(stream);
    const sourceStream = source && this.kinesis.find(source);
    try {
      await this.options.store.write(() => {
        this.table.insert({ ...identity, details: JSON.stringify(stream.details) });
        for (const checkpoint of sourceStream ? latestCheckpoints(sourceStream) : []) {
          this.table.setCheckpoint(identity.id, checkpoint);
        }
      });
    } catch (error) {
      this.forget(stream);
      throw error;
    }
    this.startSource(entry);
    this.schedule(entry);
  }

  /** Resolves when it is kept that the delivery stream is DELETING; what it held is discarded. */
  async delete(region: string, name: string): Promise<void> {
    const entry = this.requireEntry(region, name);
    const { status } = entry.stream.details;
    if (status === 'DELETING') return;
    if (status === 'CREATING') {
      throw new AwsError(
        'ResourceInUseException',
        `Firehose ${name} under account ${this.options.account} is CREATING and cannot be deleted before it is ACTIVE.`,
      );
    }
    await this.setStatus(entry.stream, 'DELETING');
    await closeEntry(entry);
    this.schedule(entry);
  }

  /** Deletes all delivery streams at once. Objects that were delivered stay. */
  async reset(): Promise<void> {
    this.transitions.clear();
    const entries = [...this.entries.values()];
    // Unknown at once, so that nothing is accepted for a delivery stream that is going.
    this.entries.clear();
    await Promise.all(entries.map(closeEntry));
    await this.options.store.write(() => {
      for (const { stream } of entries) this.table.delete(stream.identity.id);
    });
    for (const { stream } of entries) this.usedIds.delete(stream.identity.id);
  }

  /** Ends all loops and timers. What is accepted and not delivered stays in the store. */
  async close(): Promise<void> {
    this.transitions.dispose();
    await Promise.all([...this.entries.values()].map(closeEntry));
  }

  private requireEntry(region: string, name: string): Entry {
    const entry = this.entries.get(`${region}/${name}`);
    if (entry === undefined) throw this.notFound(name);
    return entry;
  }

  private notFound(name: string): AwsError {
    return new AwsError(
      'ResourceNotFoundException',
      `Firehose ${name} under account ${this.options.account} not found.`,
    );
  }

  private checkRoomFor(region: string, name: string): void {
    if (this.entries.has(`${region}/${name}`)) {
      throw new AwsError(
        'ResourceInUseException',
        `Firehose ${name} under accountId ${this.options.account} already exists`,
      );
    }
    if (this.inRegion(region).length >= DELIVERY_STREAMS_MAX) {
      throw new AwsError(
        'LimitExceededException',
        `You have already consumed your firehose quota of ${String(DELIVERY_STREAMS_MAX)} hoses.`,
      );
    }
  }

  private async setStatus(stream: DeliveryStream, status: DeliveryStreamStatus): Promise<void> {
    const before = stream.details;
    stream.details = { ...before, status };
    try {
      await this.options.store.write(() => {
        this.table.updateDetails(stream.identity.id, JSON.stringify(stream.details));
      });
    } catch (error) {
      stream.details = before;
      throw error;
    }
  }

  /** Moves a delivery stream on from CREATING and DELETING. */
  private schedule(entry: Entry): void {
    const { status } = entry.stream.details;
    if (status === 'ACTIVE') return;
    const timer = this.clock.schedule(this.options.transitionMs, () => {
      this.transitions.delete(timer);
      this.finish(entry).catch((error: unknown) => {
        this.options.log.error(`firehose: a delivery stream stays ${status}:`, error);
        this.schedule(entry);
      });
    });
    this.transitions.add(timer);
  }

  private async finish({ stream }: Entry): Promise<void> {
    if (stream.details.status === 'CREATING') {
      await this.setStatus(stream, 'ACTIVE');
    } else {
      await this.options.store.write(() => {
        this.table.delete(stream.identity.id);
      });
      this.forget(stream);
    }
  }

  private startSource(entry: Entry): void {
    const source = this.sourceRef(entry.stream);
    if (source === undefined) return;
    entry.source = new KinesisSource({
      ...this.dependencies,
      kinesis: this.kinesis,
      source,
      target: entry.stream,
    });
  }

  private sourceRef({ details, identity }: DeliveryStream) {
    const name = details.kinesisSource?.streamName;
    return name === undefined ? undefined : { region: identity.region, name };
  }

  private takeId(): number {
    for (let id = 0; id < DELIVERY_STREAM_IDS_MAX; id++) {
      if (this.usedIds.has(id)) continue;
      this.usedIds.add(id);
      return id;
    }
    throw new AwsError('LimitExceededException', 'The engine holds no more delivery streams.');
  }

  private register(stream: DeliveryStream): Entry {
    const entry = { stream, source: undefined };
    const { id, name, region } = stream.identity;
    this.usedIds.add(id);
    this.entries.set(`${region}/${name}`, entry);
    return entry;
  }

  private forget({ identity }: DeliveryStream): void {
    this.entries.delete(`${identity.region}/${identity.name}`);
    this.usedIds.delete(identity.id);
  }

  private load(): void {
    for (const row of this.table.load()) {
      const details = JSON.parse(row.details) as DeliveryStreamDetails;
      const entry = this.register(
        new DeliveryStream(row, details, this.dependencies, row.pendingObject),
      );
      if (details.status === 'DELETING') void closeEntry(entry);
      else this.startSource(entry);
      this.schedule(entry);
    }
  }
}

async function closeEntry(entry: Entry): Promise<void> {
  await entry.source?.close();
  await entry.stream.close();
}
