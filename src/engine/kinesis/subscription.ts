import type { Clock } from '../../base/clock.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import {
  SUBSCRIPTION_BYTES_PER_SECOND,
  SUBSCRIPTION_EVENT_BYTES_MAX,
  SUBSCRIPTION_EVENT_RECORDS_MAX,
  SUBSCRIPTION_HEARTBEAT_MS,
  SUBSCRIPTION_MS_MAX,
} from '../limits.ts';
import type { AwsError } from '../wire/awsError.ts';
import type { EventSource, StreamEvent } from '../wire/eventStream.ts';
import { describeChildShards, describeRecord } from './descriptions.ts';
import type { ReadRecord, RecordReader, ReadResult } from './recordReader.ts';
import { sequenceNumberOf, type Shard, startingSequenceNumber, type Stream } from './state.ts';
import { TokenBucket } from './tokenBucket.ts';

export interface SubscriptionOptions {
  readonly stream: Stream;
  readonly shard: Shard;
  /** Of the first record to push. */
  readonly position: number;
  readonly clock: Clock;
  readonly limits: boolean;
  readonly reader: RecordReader;
  readonly onClosed: () => void;
}

/**
 * One consumer's subscription to one shard. It reads when it is woken and its reader has taken what
 * came before; otherwise it waits, and says every few seconds how far it is.
 */
export class Subscription implements EventSource {
  readonly startedMs: number;
  private readonly options: SubscriptionOptions;
  private readonly bytes = new TokenBucket(SUBSCRIPTION_BYTES_PER_SECOND);
  private readonly timers = new DisposableStore();
  private position: number;
  private lastEventMs = Number.NEGATIVE_INFINITY;
  private ending: { readonly error?: AwsError } | undefined;
  private isAwake = false;
  private onWake: (() => void) | undefined;

  constructor(options: SubscriptionOptions) {
    this.options = options;
    this.position = options.position;
    this.startedMs = options.clock.nowMs();
    this.timers.add(
      options.clock.schedule(SUBSCRIPTION_MS_MAX, () => {
        this.end();
      }),
    );
  }

  async *events(signal: AbortSignal): AsyncGenerator<StreamEvent> {
    const stop = (): void => {
      this.end();
    };
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    try {
      for (;;) {
        this.isAwake = false;
        if (this.ending !== undefined) break;
        const waitMs = this.debtMs();
        const event = waitMs > 0 ? undefined : this.next();
        if (event === undefined) await this.woken(waitMs > 0 ? waitMs : this.heartbeatMs());
        else {
          yield { type: 'SubscribeToShardEvent', payload: event };
          if (event.ContinuationSequenceNumber === undefined) return;
        }
      }
      if (this.ending.error !== undefined) throw this.ending.error;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  /** There may be something to push. */
  wake(): void {
    this.isAwake = true;
    this.onWake?.();
  }

  /** Without an error the stream just ends. The first end counts. */
  end(error?: AwsError): void {
    this.ending ??= error === undefined ? {} : { error };
    this.wake();
  }

  close(): void {
    this.end();
    this.timers.dispose();
    this.options.onClosed();
  }

  /** The event that is due now, if any. One without a continuation is the last. */
  private next(): SubscriptionEvent | undefined {
    const { reader, shard, stream, clock, limits } = this.options;
    const result = reader.read(stream, shard, {
      from: this.position,
      recordsMax: SUBSCRIPTION_EVENT_RECORDS_MAX,
      bytesMax: SUBSCRIPTION_EVENT_BYTES_MAX,
    });
    this.position = result.nextPosition;
    const isAtEnd = isDrained(shard, this.position);
    if (result.records.length === 0 && !isAtEnd && this.heartbeatMs() > 0) return undefined;
    if (limits) this.bytes.take(bytesOf(result.records));
    this.lastEventMs = clock.nowMs();
    return {
      Records: result.records.map(describeRecord),
      MillisBehindLatest: result.millisBehindLatest,
      ...(isAtEnd
        ? { ChildShards: describeChildShards(stream, shard) }
        : { ContinuationSequenceNumber: this.continuation(result) }),
    };
  }

  /**
   * To go on after. Without records it still advances: a sequence number ends in a time, so that the
   * same position is later at a later time.
   */
  private continuation({ records }: ReadResult): string {
    const last = records.at(-1);
    if (last !== undefined) return last.sequenceNumber;
    const { shard, clock } = this.options;
    const position = this.position - 1;
    if (position === 0) return startingSequenceNumber(shard);
    return sequenceNumberOf(shard, position, Math.max(clock.nowMs(), shard.lastArrivedMs));
  }

  /** How long until what was pushed is within the shard's bytes a second. */
  private debtMs(): number {
    if (!this.options.limits) return 0;
    const available = this.bytes.available(this.options.clock.nowMs());
    return available > 0 ? 0 : Math.ceil((1 - available) / (SUBSCRIPTION_BYTES_PER_SECOND / 1000));
  }

  private heartbeatMs(): number {
    return this.lastEventMs + SUBSCRIPTION_HEARTBEAT_MS - this.options.clock.nowMs();
  }

  private async woken(withinMs: number): Promise<void> {
    if (this.isAwake) return;
    let timer: Disposable | undefined;
    await new Promise<void>((resolve) => {
      this.onWake = resolve;
      timer = this.timers.add(this.options.clock.schedule(withinMs, resolve));
    });
    this.onWake = undefined;
    if (timer !== undefined) this.timers.delete(timer);
  }
}

interface SubscriptionEvent {
  readonly Records: readonly object[];
  readonly MillisBehindLatest: number;
  readonly ContinuationSequenceNumber?: string;
  readonly ChildShards?: readonly object[];
}

/** Closed, and nothing comes that was on its way when it was closed. */
function isDrained(shard: Shard, position: number): boolean {
  const { committedEnd, details, nextPosition } = shard;
  return details.closedMs !== undefined && position >= committedEnd && committedEnd >= nextPosition;
}

function bytesOf(records: readonly ReadRecord[]): number {
  return records.reduce(
    (sum, { data, partitionKey }) => sum + data.length + partitionKey.length,
    0,
  );
}
