import type { Clock } from '../../base/clock.ts';
import { Emitter } from '../../base/event.ts';
import { DisposableStore } from '../../base/lifecycle.ts';
import {
  CONSUMERS_CREATING_MAX,
  CONSUMERS_HELD_PER_STREAM_MAX,
  CONSUMERS_PER_COMMITTED_STREAM_MAX,
  CONSUMERS_PER_STREAM_MAX,
} from '../limits.ts';
import type { Log } from '../log.ts';
import { ConsumerTable } from '../store/consumers.ts';
import type { Store } from '../store/store.ts';
import { AwsError } from '../wire/awsError.ts';
import type { AccountSettings } from './accountSettings.ts';
import type { Stream } from './state.ts';
import type { StreamCatalog } from './streamCatalog.ts';

export type ConsumerStatus = 'CREATING' | 'ACTIVE' | 'DELETING';

/** What is kept of a consumer as JSON. */
export interface ConsumerDetails {
  status: ConsumerStatus;
  createdMs: number;
  tags: Readonly<Record<string, string>>;
  policy?: string | undefined;
}

/** An enhanced fan-out consumer in memory. */
export interface Consumer {
  readonly id: number;
  readonly name: string;
  readonly arn: string;
  readonly stream: Stream;
  details: ConsumerDetails;
}

export interface ConsumersOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly catalog: StreamCatalog;
  readonly accountSettings: AccountSettings;
  readonly limits: boolean;
  readonly transitionMs: number;
}

/** Which consumers are registered with which stream; their passage through CREATING and DELETING. */
export class Consumers {
  private readonly options: ConsumersOptions;
  private readonly table: ConsumerTable;
  private readonly byStream = new Map<number, Map<string, Consumer>>();
  private readonly transitions = new DisposableStore();
  private readonly ended = new Emitter<Consumer>();
  /** Fires when a consumer begins to be deleted. */
  readonly onEnded = this.ended.event;

  constructor(options: ConsumersOptions) {
    this.options = options;
    this.table = new ConsumerTable(options.store.database);
    this.load();
  }

  /** Those of one stream, by name. */
  of(stream: Stream): Consumer[] {
    const consumers = [...(this.byStream.get(stream.id)?.values() ?? [])];
    return consumers.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  find(stream: Stream, name: string): Consumer | undefined {
    return this.byStream.get(stream.id)?.get(name);
  }

  /** Resolves when the consumer is kept; it is then CREATING and becomes ACTIVE on its own. */
  async register(
    stream: Stream,
    name: string,
    tags: Readonly<Record<string, string>>,
  ): Promise<Consumer> {
    this.checkRoom(stream, name);
    const { clock, store } = this.options;
    const details: ConsumerDetails = { status: 'CREATING', createdMs: clock.nowMs(), tags };
    const consumer = await store.write({
      run: () => {
        // Again, for the requests that were checked in the same turn.
        this.checkRoom(stream, name);
        const id = this.table.insert({
          streamId: stream.id,
          name,
          details: JSON.stringify(details),
        });
        return this.add({ id, name, stream, details, arn: arnOf(stream, name, details) });
      },
      undo: () => this.byStream.get(stream.id)?.delete(name),
    });
    this.schedule(consumer);
    return consumer;
  }

  /** Resolves when it is kept that the consumer is DELETING; it disappears on its own. */
  async deregister(consumer: Consumer): Promise<void> {
    if (consumer.details.status === 'DELETING') throw notActive(consumer);
    await this.change(consumer, { status: 'DELETING' });
    this.ended.fire(consumer);
    this.schedule(consumer);
  }

  /** With their stream. */
  async deregisterAll(stream: Stream): Promise<void> {
    const consumers = this.of(stream).filter(({ details }) => details.status !== 'DELETING');
    await Promise.all(consumers.map((consumer) => this.deregister(consumer)));
  }

  async change(consumer: Consumer, changes: Partial<ConsumerDetails>): Promise<void> {
    const before = consumer.details;
    const after = { ...before, ...changes };
    consumer.details = after;
    try {
      await this.options.store.write(() => {
        this.table.updateDetails(consumer.id, JSON.stringify(after));
      });
    } catch (error) {
      if (consumer.details === after) consumer.details = before;
      throw error;
    }
  }

  /** Forgets all of them at once, when all streams are deleted. */
  clear(): void {
    this.transitions.clear();
    const consumers = [...this.byStream.values()].flatMap((named) => [...named.values()]);
    this.byStream.clear();
    for (const consumer of consumers) this.ended.fire(consumer);
  }

  dispose(): void {
    this.transitions.dispose();
    this.ended.dispose();
  }

  private checkRoom(stream: Stream, name: string): void {
    if (this.find(stream, name) !== undefined) {
      throw new AwsError(
        'ResourceInUseException',
        `Consumer ${name} under stream ${stream.name} already exists for account ${stream.account}.`,
      );
    }
    const consumers = this.of(stream);
    const max = this.maxOf(stream);
    if (consumers.length >= max) {
      throw new AwsError(
        'LimitExceededException',
        `Stream ${stream.name} under account ${stream.account} has ${String(max)} consumers, which is the limit.`,
      );
    }
    if (!this.options.limits) return;
    const creating = consumers.filter(({ details }) => details.status === 'CREATING').length;
    if (creating >= CONSUMERS_CREATING_MAX) {
      throw new AwsError(
        'LimitExceededException',
        `Stream ${stream.name} under account ${stream.account} has ${String(creating)} consumers in CREATING, which is the limit: wait until some are ACTIVE.`,
      );
    }
  }

  private maxOf(stream: Stream): number {
    const { accountSettings, limits } = this.options;
    if (!limits) return CONSUMERS_HELD_PER_STREAM_MAX;
    const isAdvantaged = stream.details.mode === 'ON_DEMAND' && accountSettings.isCommitted(stream);
    return isAdvantaged ? CONSUMERS_PER_COMMITTED_STREAM_MAX : CONSUMERS_PER_STREAM_MAX;
  }

  private add(consumer: Consumer): Consumer {
    const { id } = consumer.stream;
    const named = this.byStream.get(id) ?? new Map<string, Consumer>();
    this.byStream.set(id, named.set(consumer.name, consumer));
    return consumer;
  }

  private schedule(consumer: Consumer): void {
    const { status } = consumer.details;
    if (status === 'ACTIVE') return;
    const timer = this.options.clock.schedule(this.options.transitionMs, () => {
      this.transitions.delete(timer);
      this.finish(consumer).catch((error: unknown) => {
        this.options.log.error(`kinesis: consumer stays ${status}:`, error);
        this.schedule(consumer);
      });
    });
    this.transitions.add(timer);
  }

  private async finish(consumer: Consumer): Promise<void> {
    const { id, name, stream } = consumer;
    // Deregistered, or gone with all streams, in the meantime.
    if (this.find(stream, name) !== consumer) return;
    if (consumer.details.status === 'CREATING') {
      await this.change(consumer, { status: 'ACTIVE' });
    } else if (consumer.details.status === 'DELETING') {
      await this.options.store.write(() => {
        this.table.delete(id);
      });
      const named = this.byStream.get(stream.id);
      named?.delete(name);
      if (named?.size === 0) this.byStream.delete(stream.id);
    }
  }

  private load(): void {
    for (const row of this.table.load()) {
      const stream = this.options.catalog.findById(row.streamId);
      if (stream === undefined) continue;
      const details = JSON.parse(row.details) as ConsumerDetails;
      const { id, name } = row;
      this.schedule(this.add({ id, name, stream, details, arn: arnOf(stream, name, details) }));
    }
  }
}

export function notActive(consumer: Consumer): AwsError {
  const { details, name, stream } = consumer;
  return new AwsError(
    'ResourceInUseException',
    `Consumer ${name} with creation timestamp ${createdSeconds(details)} under stream: ${stream.name} , account ${stream.account} is not in ACTIVE status.`,
  );
}

function arnOf(stream: Stream, name: string, details: ConsumerDetails): string {
  return `${stream.arn}/consumer/${name}:${createdSeconds(details)}`;
}

function createdSeconds(details: ConsumerDetails): string {
  return String(Math.floor(details.createdMs / 1000));
}
