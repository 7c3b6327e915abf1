import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import { tailConsumerName } from '../../formats/consumerName.ts';
import type { ReadMode, TailReading } from '../../protocol/webview/tail.ts';
import { POLL_INTERVAL_MS, SHARD_READS_PER_SECOND } from '../limits.ts';
import { PushConsumer } from './pushConsumer.ts';
import type { ReadAllowance } from './readBudget.ts';
import { ReadScheduler, type TailReads } from './readScheduler.ts';
import type { TailSource } from '../source.ts';

/** How a tail reads its shards. */
export interface ReadingOptions {
  /** Between two reads of a shard whose end was reached; default 1,000. */
  readonly pollIntervalMs?: number;
  /** Shared by all tails, so that together they spare the shards; default one of its own. */
  readonly scheduler?: ReadScheduler;
  /**
   * Where the connection leads. Two that lead to the same place share what they may take of a shard,
   * whatever they are called; default its name.
   */
  readonly place?: string | undefined;
  /** What all tails together may take of a shard; default what a shard gives in calls. */
  readonly allowance?: ReadAllowance;
  /** Of a source that can push: what that is called, and whether to do so unasked. Default: poll. */
  readonly push?: { readonly mode: Exclude<ReadMode, 'polling'>; readonly isAutomatic: boolean };
}

export interface ReadingEnvironment extends ReadingOptions {
  readonly source: TailSource;
  readonly clock: Clock;
  readonly random: () => number;
  readonly connectionName: string;
  readonly streamName: string;
}

/** What a tail reads with: its part of the shared reads, and its consumer where it is pushed to. */
export class Reading implements Disposable {
  readonly pollIntervalMs: number;
  readonly reads: TailReads;
  /** Undefined where the source cannot push. */
  readonly push: PushConsumer | undefined;
  private readonly pushMode: ReadMode | undefined;
  private wantsPush: boolean;

  /** `onChange` hears that the state is another. */
  constructor(environment: ReadingEnvironment, onChange: () => void) {
    const { source, clock, random, connectionName, streamName, push } = environment;
    const { allowance = UNSHARED, scheduler = new ReadScheduler({ clock }) } = environment;
    this.pollIntervalMs = environment.pollIntervalMs ?? POLL_INTERVAL_MS;
    const { place = connectionName } = environment;
    this.reads = scheduler.join({ connectionName: place, streamName, allowance });
    this.wantsPush = push?.isAutomatic ?? false;
    if (!push || !source.push) return;
    this.pushMode = push.mode;
    const makeName = (): string => tailConsumerName(random);
    this.push = new PushConsumer({ source: source.push, clock, random, streamName, makeName });
    // It lives and ends with the consumer, which is ours.
    this.push.onChanged(onChange);
  }

  get state(): TailReading {
    const state = this.push?.state ?? { name: 'off' };
    return {
      pushMode: this.pushMode,
      push: state.name,
      consumerName: 'consumerName' in state ? state.consumerName : undefined,
      refusal: state.name === 'refused' ? state.message : undefined,
    };
  }

  /** How the shards are read that are, or are not, pushed. */
  modeOf(isPushed: boolean): ReadMode {
    return isPushed && this.pushMode ? this.pushMode : 'polling';
  }

  /** The tail begins to read, or does so again after it had ended. */
  begin(): void {
    if (this.wantsPush) this.push?.start();
  }

  /** The tail reads no more, or not for now. */
  end(): void {
    this.push?.stop();
  }

  usePush(): void {
    this.wantsPush = true;
    this.push?.start();
  }

  usePolling(): void {
    this.wantsPush = false;
    this.push?.stop();
  }

  dispose(): void {
    this.push?.dispose();
    this.reads.dispose();
  }
}

/** Nobody else reads there, or nobody who minds. */
const UNSHARED: ReadAllowance = {
  readsPerSecond: SHARD_READS_PER_SECOND,
  bytesPerSecond: Number.POSITIVE_INFINITY,
};
