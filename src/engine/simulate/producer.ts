import { Backoff } from '../../base/backoff.ts';
import { type Clock, sleep } from '../../base/clock.ts';
import { isCancellation, messageOf } from '../../base/errors.ts';
import type { ProducerSpec, ProducerStatus } from '../../protocol/engine/control.ts';
import type { RecordGenerator, SimulatedRecord } from './generator.ts';
import {
  BATCH_RECORDS_MAX,
  CATCH_UP_MAX_MS,
  RETRY_FIRST_MS,
  RETRY_MAX_MS,
  STREAM_POLL_INTERVAL_MS,
  TICK_INTERVAL_MS,
} from './limits.ts';
import { createGenerator } from './producerKinds.ts';
import { RateBudget } from './rateBudget.ts';

/** Where a producer puts its records: the same path, limits and routing as PutRecords. */
export interface RecordSink {
  /** Undefined when there is no such stream. */
  streamStatus(streamName: string): 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING' | undefined;
  createStream(options: { streamName: string; shardCount: number }): Promise<void>;
  /** At most 500 records; resolves after the commit with the number that limits turned away. */
  putRecords(
    streamName: string,
    records: readonly SimulatedRecord[],
  ): Promise<{ throttledCount: number }>;
}

export interface ProducerDependencies {
  readonly sink: RecordSink;
  readonly clock: Clock;
  /** In [0, 1), for the jitter of retries only. */
  readonly random: () => number;
}

/**
 * One simulated producer. It creates its stream when it starts, puts what is due at each tick, and
 * drops and counts what the shards' limits turn away: a producer above the limits never catches up.
 * A stream that is deleted under it ends it, so that a deleted stream does not come back.
 */
export class Producer {
  readonly spec: Required<ProducerSpec>;
  private readonly dependencies: ProducerDependencies;
  private readonly generator: RecordGenerator;
  private readonly controller = new AbortController();
  private readonly ended: Promise<void>;
  private generatedCount = 0;
  private recordsPut = 0;
  private recordsThrottled = 0;
  private state: ProducerStatus['state'] = 'waiting';
  private reason: string | undefined;

  /** Starts at once. */
  constructor(spec: Required<ProducerSpec>, dependencies: ProducerDependencies) {
    this.spec = spec;
    this.dependencies = dependencies;
    this.generator = createGenerator(spec);
    this.reason = `The stream ${spec.streamName} is being looked for.`;
    this.ended = this.run(this.controller.signal);
  }

  status(): ProducerStatus {
    return {
      ...this.spec,
      state: this.state,
      recordsPut: this.recordsPut,
      recordsThrottled: this.recordsThrottled,
      ...(this.reason === undefined ? {} : { reason: this.reason }),
    };
  }

  /** Resolves when nothing more will be put. */
  async stop(): Promise<void> {
    this.controller.abort();
    await this.ended;
  }

  private async run(signal: AbortSignal): Promise<void> {
    try {
      await this.prepareStream(signal);
      await this.produce(signal);
    } catch (error) {
      if (isCancellation(error)) return;
      this.state = 'failed';
      this.reason = messageOf(error);
    }
  }

  /** Creates the stream if need be and waits until it takes records. */
  private async prepareStream(signal: AbortSignal): Promise<void> {
    const { sink, clock } = this.dependencies;
    const { streamName } = this.spec;
    for (;;) {
      const status = sink.streamStatus(streamName);
      if (status === 'ACTIVE' || status === 'UPDATING') return;
      if (status === undefined) {
        await this.retrying(signal, () => sink.createStream(this.spec));
      }
      this.wait(
        status === 'DELETING'
          ? `The old stream ${streamName} is still being deleted.`
          : `The stream ${streamName} is being created.`,
      );
      await sleep(clock, STREAM_POLL_INTERVAL_MS, signal);
    }
  }

  private async produce(signal: AbortSignal): Promise<void> {
    const { clock } = this.dependencies;
    const { recordsPerSecond } = this.spec;
    const tickMs = Math.max(TICK_INTERVAL_MS, 1000 / recordsPerSecond);
    const budget = new RateBudget({
      recordsPerSecond,
      catchUpMaxMs: Math.max(CATCH_UP_MAX_MS, tickMs),
      nowMs: clock.nowMs(),
    });
    this.work();
    for (;;) {
      await sleep(clock, tickMs, signal);
      for (let due = budget.take(clock.nowMs()); due > 0; due -= BATCH_RECORDS_MAX) {
        await this.putBatch(Math.min(due, BATCH_RECORDS_MAX), signal);
      }
    }
  }

  private async putBatch(count: number, signal: AbortSignal): Promise<void> {
    const { sink } = this.dependencies;
    const { streamName } = this.spec;
    const records = Array.from({ length: count }, () => this.nextRecord());
    const { throttledCount } = await this.retrying(signal, () => {
      if (isGone(sink.streamStatus(streamName))) {
        throw new StreamGone(`The stream ${streamName} was deleted. Start the producer anew.`);
      }
      return sink.putRecords(streamName, records);
    });
    this.recordsPut += count - throttledCount;
    this.recordsThrottled += throttledCount;
  }

  private nextRecord(): SimulatedRecord {
    const logicalMs = (this.generatedCount * 1000) / this.spec.recordsPerSecond;
    this.generatedCount += 1;
    return this.generator.next({ logicalMs, wallMs: this.dependencies.clock.nowMs() });
  }

  /** Tries again, with growing delays, until it works, the stream is gone or the producer stops. */
  private async retrying<T>(signal: AbortSignal, attempt: () => Promise<T>): Promise<T> {
    const { clock, random } = this.dependencies;
    const backoff = new Backoff({ firstMs: RETRY_FIRST_MS, maxMs: RETRY_MAX_MS, random });
    for (;;) {
      signal.throwIfAborted();
      try {
        const result = await attempt();
        this.work();
        return result;
      } catch (error) {
        if (error instanceof StreamGone) throw error;
        this.wait(messageOf(error));
        await sleep(clock, backoff.nextDelayMs(), signal);
      }
    }
  }

  private work(): void {
    this.state = 'running';
    this.reason = undefined;
  }

  private wait(reason: string): void {
    this.state = 'waiting';
    this.reason = reason;
  }
}

class StreamGone extends Error {}

function isGone(status: ReturnType<RecordSink['streamStatus']>): boolean {
  return status === undefined || status === 'DELETING';
}
