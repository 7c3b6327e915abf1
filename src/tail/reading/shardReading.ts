import { ExpectedError, hasCode, isExpected, messageOf } from '../../base/errors.ts';
import type { PushConsumer } from './pushConsumer.ts';
import { type ReaderEnvironment, type ShardProgress, ShardReader } from './shardReader.ts';
import { ShardSubscriber } from './shardSubscriber.ts';
import { Scope } from './waiting.ts';

/**
 * Reads one shard to its end: by push while there is a consumer for it, by polling else, and changes
 * over at any time without a gap and without repeating a record.
 */
export class ShardReading {
  private readonly environment: ReaderEnvironment;
  private readonly progress: ShardProgress;
  private readonly poller: ShardReader;
  /** The service does not push this shard, or not from here. */
  private isPollingOnly = false;

  constructor(environment: ReaderEnvironment, progress: ShardProgress) {
    this.environment = environment;
    this.progress = progress;
    this.poller = new ShardReader(environment, progress);
  }

  /** Resolves and rejects as `ShardReader.run`. */
  async run(signal: AbortSignal): Promise<readonly string[]> {
    for (;;) {
      const childShardIds = await this.readOneWay(signal);
      if (childShardIds) return childShardIds;
    }
  }

  /** Undefined when it is to be read in the other way from now on. */
  private async readOneWay(signal: AbortSignal): Promise<readonly string[] | undefined> {
    const { push } = this.environment;
    if (!push) return this.poller.run(signal);
    const { consumerArn } = push;
    const scope = new Scope(signal);
    const change = push.onChanged(() => {
      if (push.consumerArn !== consumerArn) scope.end(CHANGE);
    });
    try {
      const isPushed = consumerArn !== undefined && !this.isPollingOnly && push.enter();
      if (!isPushed) return await this.poller.run(scope.signal);
      return await this.subscribe(push, consumerArn, scope.signal).finally(() => push.leave());
    } catch (error) {
      signal.throwIfAborted();
      if (error !== CHANGE) throw error;
      return undefined;
    } finally {
      scope.dispose();
      change.dispose();
    }
  }

  private async subscribe(
    push: PushConsumer,
    consumerArn: string,
    signal: AbortSignal,
  ): Promise<readonly string[] | undefined> {
    const { environment, progress, poller } = this;
    const { sink } = environment;
    const subscriber = new ShardSubscriber(environment, { push: push.source, progress, poller });
    try {
      return await subscriber.run(consumerArn, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!isExpected(error)) throw error;
      const cause = await this.causeOf(push, consumerArn, error, signal);
      if (cause === 'shard') this.isPollingOnly = true;
      else if (cause === 'consumerGone') push.lost(consumerArn);
      else push.refuse(consumerArn, messageOf(error));
      return undefined;
    } finally {
      sink.onTrouble(progress.shardId, undefined);
      sink.onPush(progress.shardId, false);
    }
  }

  /** Of the shard, or the place in it, that is gone, polling knows what to do. */
  private async causeOf(
    push: PushConsumer,
    consumerArn: string,
    error: ExpectedError,
    signal: AbortSignal,
  ): Promise<'shard' | 'consumerGone' | 'other'> {
    if (error.code === 'invalidInput') return 'shard';
    if (!hasCode(error, 'notFound')) return 'other';
    try {
      // One that is no longer active is on its way to be gone.
      return (await push.source.isConsumerActive(consumerArn, signal)) ? 'shard' : 'consumerGone';
    } catch (failure) {
      return hasCode(failure, 'notFound') ? 'consumerGone' : 'other';
    }
  }
}

const CHANGE = new ExpectedError('cancelled', 'The shard is read in another way from now on');
