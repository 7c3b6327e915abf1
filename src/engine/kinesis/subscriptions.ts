import type { Clock } from '../../base/clock.ts';
import { DisposableStore, type Disposable } from '../../base/lifecycle.ts';
import { SUBSCRIPTION_TAKEOVER_MS_MIN } from '../limits.ts';
import { AwsError } from '../wire/awsError.ts';
import type { Consumer, Consumers } from './consumers.ts';
import type { RecordReader } from './recordReader.ts';
import type { RecordWriter } from './recordWriter.ts';
import { keptShards, type Shard } from './state.ts';
import type { StreamCatalog } from './streamCatalog.ts';
import { Subscription } from './subscription.ts';

export interface SubscriptionsOptions {
  readonly clock: Clock;
  readonly limits: boolean;
  readonly catalog: StreamCatalog;
  readonly consumers: Consumers;
  readonly reader: RecordReader;
  readonly writer: RecordWriter;
}

/**
 * Who is subscribed to which shard: one subscription of a consumer to a shard at a time. It wakes
 * them when there is something to push, which is all that they wait for.
 */
export class Subscriptions implements Disposable {
  private readonly options: SubscriptionsOptions;
  /** By shard key, then by consumer id. */
  private readonly byShard = new Map<number, Map<number, Subscription>>();
  /** When a consumer last subscribed to a shard, as long as that keeps it from doing so again. */
  private readonly begunMs = new Map<string, number>();
  private readonly listeners = new DisposableStore();

  constructor(options: SubscriptionsOptions) {
    this.options = options;
    this.listeners.add(
      options.writer.onCommitted(({ shard }) => {
        this.wake(shard);
      }),
    );
    this.listeners.add(
      options.catalog.onResharded((stream) => {
        for (const shard of keptShards(stream)) this.wake(shard);
      }),
    );
    this.listeners.add(
      options.consumers.onEnded((consumer) => {
        this.endAllOf(consumer);
      }),
    );
  }

  /** Throws AwsError while the consumer's last subscription to the shard is too young to be taken over. */
  check(consumer: Consumer, shard: Shard): void {
    const nowMs = this.options.clock.nowMs();
    this.forgetBegun(nowMs);
    const running = this.byShard.get(shard.key)?.get(consumer.id);
    const begunMs = running?.startedMs ?? this.begunMs.get(keyOf(consumer, shard));
    if (begunMs === undefined || nowMs - begunMs >= SUBSCRIPTION_TAKEOVER_MS_MIN) return;
    throw inUse(consumer, shard);
  }

  /** Begins at a position, and ends the subscription that was there before. Throws as `check` does. */
  subscribe(consumer: Consumer, shard: Shard, position: number): Subscription {
    this.check(consumer, shard);
    const { clock, limits, reader } = this.options;
    const subscribed = this.byShard.get(shard.key) ?? new Map<number, Subscription>();
    subscribed.get(consumer.id)?.end(inUse(consumer, shard));
    const subscription: Subscription = new Subscription({
      stream: consumer.stream,
      shard,
      position,
      clock,
      limits,
      reader,
      onClosed: () => {
        this.forget(consumer, shard, subscription);
      },
    });
    this.byShard.set(shard.key, subscribed.set(consumer.id, subscription));
    // With limits off, a program that was restarted need not wait for its own past.
    if (limits) this.begunMs.set(keyOf(consumer, shard), subscription.startedMs);
    return subscription;
  }

  dispose(): void {
    this.listeners.dispose();
    for (const subscribed of [...this.byShard.values()]) {
      for (const subscription of [...subscribed.values()]) subscription.close();
    }
  }

  private wake(shard: Shard): void {
    const subscribed = this.byShard.get(shard.key);
    if (subscribed === undefined) return;
    for (const subscription of subscribed.values()) subscription.wake();
  }

  private endAllOf(consumer: Consumer): void {
    const gone = new AwsError(
      'ResourceNotFoundException',
      `Consumer ${consumer.arn}, account ${consumer.stream.account} not found.`,
    );
    for (const subscribed of this.byShard.values()) subscribed.get(consumer.id)?.end(gone);
  }

  private forget(consumer: Consumer, shard: Shard, subscription: Subscription): void {
    const subscribed = this.byShard.get(shard.key);
    if (subscribed?.get(consumer.id) !== subscription) return;
    subscribed.delete(consumer.id);
    if (subscribed.size === 0) this.byShard.delete(shard.key);
  }

  /** They come in the order of time, so it stops at the first that still counts. */
  private forgetBegun(nowMs: number): void {
    for (const [key, begunMs] of this.begunMs) {
      if (nowMs - begunMs < SUBSCRIPTION_TAKEOVER_MS_MIN) return;
      this.begunMs.delete(key);
    }
  }
}

function keyOf(consumer: Consumer, shard: Shard): string {
  return `${String(consumer.id)}/${String(shard.key)}`;
}

function inUse({ name, stream }: Consumer, shard: Shard): AwsError {
  return new AwsError(
    'ResourceInUseException',
    `Another active subscription exists for this consumer: ${stream.account}:${stream.name}:${shard.id}:${name}`,
  );
}
