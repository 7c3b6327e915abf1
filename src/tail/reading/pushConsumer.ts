import { Backoff } from '../../base/backoff.ts';
import { type Clock, sleep } from '../../base/clock.ts';
import { ExpectedError, isExpected, messageOf } from '../../base/errors.ts';
import { Emitter } from '../../base/event.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import {
  CONSUMER_BACKOFF_MS,
  CONSUMER_CALLS_MAX,
  CONSUMER_LOSSES_MAX,
  CONSUMER_LOSSES_MS,
  CONSUMER_POLLS_MAX,
  CONSUMER_POLL_MS,
  SUBSCRIPTIONS_MAX,
} from '../limits.ts';
import { mayPassLater } from './passing.ts';
import type { PushSource } from '../source.ts';

export type PushState =
  | { readonly name: 'off' }
  | { readonly name: 'starting'; readonly consumerName: string }
  | { readonly name: 'on'; readonly consumerName: string; readonly consumerArn: string }
  /** It was wanted and cannot be had; polling goes on. */
  | { readonly name: 'refused'; readonly message: string };

export interface PushConsumerOptions {
  readonly source: PushSource;
  readonly clock: Clock;
  readonly random: () => number;
  readonly streamName: string;
  /** A new name each time, since one that is being deleted cannot be registered. */
  readonly makeName: () => string;
}

/**
 * The consumer of one tail: registered when the tail is to be pushed to, deregistered when that
 * ends, and usable in between. Polling needs none of it, so nothing here makes a tail fail.
 */
export class PushConsumer implements Disposable {
  private readonly options: PushConsumerOptions;
  private readonly changed = new Emitter<void>();
  private current: PushState = { name: 'off' };
  private starting: AbortController | undefined;
  private subscriptions = 0;
  /** When consumers were found gone, lately. */
  private lossesMs: readonly number[] = [];

  /** The state, and with it perhaps the ARN, has changed. */
  readonly onChanged = this.changed.event;

  constructor(options: PushConsumerOptions) {
    this.options = options;
  }

  get state(): PushState {
    return this.current;
  }

  get source(): PushSource {
    return this.options.source;
  }

  /** Of a consumer that is ACTIVE. */
  get consumerArn(): string | undefined {
    return this.current.name === 'on' ? this.current.consumerArn : undefined;
  }

  /** Does nothing while it is on or starting. */
  start(): void {
    if (this.current.name === 'on' || this.current.name === 'starting') return;
    const consumerName = this.options.makeName();
    this.starting = new AbortController();
    this.set({ name: 'starting', consumerName });
    void this.register(consumerName, this.starting.signal);
  }

  /** Readers go back to polling at once; the consumer is deregistered behind it. */
  stop(): void {
    const { consumerArn } = this;
    this.starting?.abort(new ExpectedError('cancelled', 'The tail is no longer pushed to'));
    this.starting = undefined;
    if (this.current.name !== 'off') this.set({ name: 'off' });
    if (consumerArn !== undefined) void this.deregister(consumerArn);
  }

  /** A reader found that this consumer is gone: another is registered, and readers poll until then. */
  lost(consumerArn: string): void {
    if (this.consumerArn !== consumerArn) return;
    const nowMs = this.options.clock.nowMs();
    this.lossesMs = [...this.lossesMs.filter((ms) => nowMs - ms < CONSUMER_LOSSES_MS), nowMs];
    if (this.lossesMs.length > CONSUMER_LOSSES_MAX) {
      this.refuse(consumerArn, 'Somebody deregisters the consumer of this tail again and again.');
      return;
    }
    // For whoever remembers it, since it is not there.
    void this.deregister(consumerArn);
    this.current = { name: 'off' };
    this.start();
  }

  /** A reader found that this consumer is of no use. */
  refuse(consumerArn: string, message: string): void {
    if (this.consumerArn !== consumerArn) return;
    this.set({ name: 'refused', message });
    void this.deregister(consumerArn);
  }

  /** False when there are as many subscriptions as one tail may have. */
  enter(): boolean {
    if (this.subscriptions >= SUBSCRIPTIONS_MAX) return false;
    this.subscriptions++;
    return true;
  }

  leave(): void {
    this.subscriptions--;
  }

  dispose(): void {
    this.stop();
    this.changed.dispose();
  }

  private async register(consumerName: string, signal: AbortSignal): Promise<void> {
    const { source, streamName } = this.options;
    let consumerArn: string | undefined;
    try {
      // Not ended by a stop: what the service may have registered must be known to be deregistered.
      const lasting = new AbortController().signal;
      consumerArn = await this.patiently(
        () => source.registerConsumer(streamName, consumerName, lasting),
        signal,
      );
      await this.activation(consumerArn, signal);
      signal.throwIfAborted();
      this.set({ name: 'on', consumerName, consumerArn });
    } catch (error) {
      if (consumerArn !== undefined) void this.deregister(consumerArn);
      if (signal.aborted) return;
      this.set({ name: 'refused', message: messageOf(error) });
    }
  }

  private async activation(consumerArn: string, signal: AbortSignal): Promise<void> {
    const { clock, source } = this.options;
    for (let poll = 0; poll < CONSUMER_POLLS_MAX; poll++) {
      const isActive = await this.patiently(
        () => source.isConsumerActive(consumerArn, signal),
        signal,
      );
      if (isActive) return;
      const delayMs = Math.min(CONSUMER_POLL_MS.max, CONSUMER_POLL_MS.first * 2 ** poll);
      await sleep(clock, delayMs, signal);
    }
    throw new ExpectedError('serviceFailed', 'The consumer does not become ACTIVE. Try it later.');
  }

  private async deregister(consumerArn: string): Promise<void> {
    const { source } = this.options;
    const { signal } = new AbortController();
    try {
      await this.patiently(() => source.deregisterConsumer(consumerArn, signal), signal);
    } catch (error) {
      // Gone with its stream, or left over: the source remembers what it could not deregister.
      if (!isExpected(error)) throw error;
    }
  }

  /** Repeats a few times what can pass by itself; what is not there will not come. */
  private async patiently<T>(perform: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const { clock, random } = this.options;
    const { first: firstMs, max: maxMs } = CONSUMER_BACKOFF_MS;
    const backoff = new Backoff({ firstMs, maxMs, random });
    for (let attempt = 1; ; attempt++) {
      try {
        return await perform();
      } catch (error) {
        signal.throwIfAborted();
        const isWorthIt = isExpected(error) && mayPassLater(error);
        if (attempt >= CONSUMER_CALLS_MAX || !isWorthIt) throw error;
        await sleep(clock, backoff.nextDelayMs(), signal);
      }
    }
  }

  private set(state: PushState): void {
    this.current = state;
    this.changed.fire();
  }
}
