import { ExpectedError, hasCode, isExpected } from '../../base/errors.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { StartPosition } from '../../formats/position.ts';
import {
  SUBSCRIPTION_REPEAT_MS_MIN,
  SUBSCRIPTION_SILENT_MS_MAX,
  SUBSCRIPTION_TAKEOVERS_MAX,
} from '../limits.ts';
import { mayPassLater } from './passing.ts';
import { Patience } from './patience.ts';
import {
  isAfter,
  type ReaderEnvironment,
  resumePositions,
  type ShardProgress,
  type ShardReader,
} from './shardReader.ts';
import type { PushedBatch, PushSource } from '../source.ts';
import { Scope } from './waiting.ts';

/** A subscription that has said its first word. */
interface Line {
  readonly batches: AsyncIterator<PushedBatch>;
  readonly first: PushedBatch;
  /** It began at the latest record although polling had begun earlier. */
  readonly isAhead: boolean;
}

/** How a subscription ended: the shard did, the window has no room, or it is time for the next. */
type Ending = { readonly childShardIds: readonly string[] } | 'full' | 'over';

/**
 * Reads one shard by push, from where `progress` stands: subscribes, and again when a subscription
 * ends, as each does after five minutes. While the window has no room it holds neither records nor
 * a line.
 */
export class ShardSubscriber {
  private readonly environment: ReaderEnvironment;
  private readonly push: PushSource;
  private readonly progress: ShardProgress;
  private readonly poller: ShardReader;
  private readonly patience: Patience;
  private begunMs = Number.NEGATIVE_INFINITY;
  private takeovers = 0;

  constructor(
    environment: ReaderEnvironment,
    options: {
      readonly push: PushSource;
      readonly progress: ShardProgress;
      /** Reads while there can be no subscription, and what was put before the first. */
      readonly poller: ShardReader;
    },
  ) {
    const { clock, random, sink } = environment;
    const { push, progress, poller } = options;
    this.environment = environment;
    this.push = push;
    this.progress = progress;
    this.poller = poller;
    this.patience = new Patience({
      clock,
      random,
      listener: {
        onThrottle: () => sink.onThrottle(progress.shardId),
        onTrouble: (message) => sink.onTrouble(progress.shardId, message),
      },
    });
  }

  /**
   * Resolves at the end of a closed shard with the shards that continue it. Rejects when the signal
   * aborts, or with an error that does not pass by itself.
   */
  async run(consumerArn: string, signal: AbortSignal): Promise<readonly string[]> {
    const { sink } = this.environment;
    const { start, positionedMs } = this.progress;
    if (start.type === 'LATEST' && positionedMs === undefined) await this.poller.begin(signal);
    for (;;) {
      while (sink.isFull()) await sink.room(signal);
      const childShardIds = await this.pollUntilTurn(signal);
      if (childShardIds) return childShardIds;
      const ending = await this.subscribeOnce(consumerArn, signal);
      if (ending === 'full') await sink.room(signal);
      else if (ending !== 'over') return ending.childShardIds;
    }
  }

  private async subscribeOnce(consumerArn: string, signal: AbortSignal): Promise<Ending> {
    const scope = new Scope(signal);
    try {
      const line = await this.patience.call(() => this.open(consumerArn, scope.signal), signal);
      if (!line) return 'over';
      const ending = await this.follow(line, scope.signal);
      this.takeovers = 0;
      return ending;
    } catch (error) {
      signal.throwIfAborted();
      // What ends one subscription without being an error: it is time for the next.
      if (!isExpected(error) || !mayPassLater(error)) throw error;
      if (error.code === 'resourceInUse') {
        // Whoever took it over did so just now.
        this.begunMs = this.environment.clock.nowMs();
        this.countTakeover(error);
      }
      return 'over';
    } finally {
      scope.dispose();
      scope.end(LEFT);
    }
  }

  /** Undefined when there was another subscription a moment ago, which is no trouble. */
  private async open(consumerArn: string, signal: AbortSignal): Promise<Line | undefined> {
    const { clock, sink } = this.environment;
    const { shardId } = this.progress;
    const position = positionOf(this.progress);
    this.begunMs = clock.nowMs();
    const request = { consumerArn, shardId, position };
    const batches = this.push.subscribe(request, signal)[Symbol.asyncIterator]();
    const first = await this.next(batches, signal).catch((error: unknown) => {
      if (!hasCode(error, 'resourceInUse')) throw error;
      this.countTakeover(error);
      return 'busy' as const;
    });
    if (first === 'busy') return undefined;
    if (!first) throw new ExpectedError('serviceFailed', 'The subscription ended at once.');
    sink.onPositioned(shardId);
    sink.onPush(shardId, true);
    // Perhaps of polling, which was given up while it was in trouble.
    sink.onTrouble(shardId, undefined);
    return { batches, first, isAhead: position.type === 'LATEST' };
  }

  private async follow(line: Line, signal: AbortSignal): Promise<Ending> {
    if (line.isAhead) {
      const childShardIds = await this.poller.runToTip(signal);
      if (childShardIds) return { childShardIds };
    }
    let batch: PushedBatch | undefined = line.first;
    while (batch) {
      if (!this.take(batch)) return 'full';
      if (batch.continuationSequenceNumber === undefined) return batch;
      batch = await this.next(line.batches, signal);
    }
    return 'over';
  }

  /** False when not all of it found room; the next subscription brings the rest again. */
  private take({ records, ...batch }: PushedBatch): boolean {
    const { sink } = this.environment;
    const { progress } = this;
    const { shardId, lastSequenceNumber } = progress;
    sink.onAnswer(shardId, batch.millisBehindLatest);
    const unread = records.findIndex(({ sequenceNumber }) =>
      isAfter(sequenceNumber, lastSequenceNumber),
    );
    const from = unread === -1 ? records.length : unread;
    const end = from < records.length ? sink.take(shardId, records, from) : from;
    const last = records[end - 1];
    if (last && end > from) {
      progress.lastSequenceNumber = last.sequenceNumber;
      progress.continuation = undefined;
    }
    this.poller.forgetIterator();
    if (end < records.length) return false;
    progress.continuation = batch.continuationSequenceNumber;
    return true;
  }

  /** The next batch; undefined when the service ended the subscription. */
  private async next(
    batches: AsyncIterator<PushedBatch>,
    signal: AbortSignal,
  ): Promise<PushedBatch | undefined> {
    const { clock } = this.environment;
    let timer: Disposable | undefined;
    let onAbort = (): void => undefined;
    const broken = new Promise<never>((_, reject) => {
      timer = clock.schedule(SUBSCRIPTION_SILENT_MS_MAX, () =>
        reject(new ExpectedError('networkUnreachable', 'Nothing is heard of the stream.')),
      );
      onAbort = () => reject(signal.reason as Error);
      signal.addEventListener('abort', onAbort, { once: true });
      if (signal.aborted) onAbort();
    });
    const asked = batches.next();
    // When it is too late, nobody is left to hear how it failed.
    asked.catch(() => undefined);
    try {
      const result = await Promise.race([asked, broken]);
      return result.done === true ? undefined : result.value;
    } finally {
      timer?.dispose();
      signal.removeEventListener('abort', onAbort);
    }
  }

  /**
   * The service refuses a subscription that begins less than five seconds after the one before.
   * Resolves with the continuing shards if the shard ends meanwhile.
   */
  private async pollUntilTurn(signal: AbortSignal): Promise<readonly string[] | undefined> {
    const { clock, sink } = this.environment;
    const waitMs = this.begunMs + SUBSCRIPTION_REPEAT_MS_MIN - clock.nowMs();
    if (waitMs <= 0) return undefined;
    const scope = new Scope(signal);
    const timer = clock.schedule(waitMs, () => scope.end(TURN));
    sink.onPush(this.progress.shardId, false);
    try {
      return await this.poller.run(scope.signal);
    } catch (error) {
      if (error !== TURN) throw error;
      return undefined;
    } finally {
      timer.dispose();
      scope.dispose();
    }
  }

  /** Throws when somebody else subscribes with the same consumer again and again. */
  private countTakeover(cause: unknown): void {
    if (++this.takeovers <= SUBSCRIPTION_TAKEOVERS_MAX) return;
    const message = 'Somebody else subscribes with the same consumer.';
    throw new ExpectedError('unsupported', message, { cause });
  }
}

/** Where nothing was read yet, the latest record and not a time, for clocks differ. */
function positionOf(progress: ShardProgress): StartPosition {
  const { start, lastSequenceNumber, continuation } = progress;
  const isUnread = lastSequenceNumber === undefined && continuation === undefined;
  return isUnread && start.type === 'LATEST' ? start : resumePositions(progress)[0];
}

const LEFT = new ExpectedError('cancelled', 'The subscription is left');

const TURN = new ExpectedError('cancelled', 'The shard can be subscribed to again');
