import { sleep } from '../base/clock.ts';
import { ExpectedError, hasCode } from '../base/errors.ts';
import type { StartPosition } from '../formats/position.ts';
import type { ShardChoice } from '../protocol/webview/tail.ts';
import { EMPTY_STREAM_RETRY_MS, SHARD_PAGES_MAX } from './limits.ts';
import { Patience } from './patience.ts';
import {
  type ReaderEnvironment,
  type ShardProgress,
  ShardReader,
  type ShardSink,
} from './shardReader.ts';
import type { SourceShard } from './source.ts';
import { startingPoints } from './startingPoints.ts';

export interface FollowerSink extends ShardSink {
  /** Every shard that the stream lists. */
  onListed(shards: readonly SourceShard[]): void;
  /** A shard will be read, as soon as its parents are read to their end. */
  onChosen(shardId: string): void;
  onStarted(shardId: string): void;
  onEnded(shardId: string): void;
  onFailed(shardId: string): void;
  /** Trouble with the stream as a whole. */
  onStreamTrouble(message: string | undefined): void;
}

export interface FollowerEnvironment extends ReaderEnvironment {
  readonly sink: FollowerSink;
}

interface FollowedShard {
  readonly progress: ShardProgress;
  readonly parentShardIds: readonly string[];
  isFinished: boolean;
}

/**
 * Reads the chosen shards of a stream side by side, each child after all of its parents, and keeps
 * on across reshards. It can run again after it failed and then goes on where each shard stood.
 */
export class StreamFollower {
  private readonly environment: FollowerEnvironment;
  private readonly position: StartPosition;
  private readonly choice: ShardChoice;
  private readonly patience: Patience;
  private readonly shards = new Map<string, FollowedShard>();

  constructor(environment: FollowerEnvironment, position: StartPosition, choice: ShardChoice) {
    this.environment = environment;
    this.position = position;
    this.choice = choice;
    const { clock, random, sink } = environment;
    this.patience = new Patience({
      clock,
      random,
      listener: {
        onThrottle: () => undefined,
        onTrouble: (message) => sink.onStreamTrouble(message),
      },
    });
  }

  /**
   * Resolves when every chosen shard is closed and read to its end. Rejects when the signal aborts,
   * or with the first error that does not pass by itself; by then every reader has ended.
   */
  async run(signal: AbortSignal): Promise<void> {
    if (this.shards.size === 0) await this.choose(signal);
    const scope = new AbortController();
    const onAbort = (): void => scope.abort(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    try {
      await this.readAll(scope);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  private async choose(signal: AbortSignal): Promise<void> {
    const { clock, sink } = this.environment;
    let listed = await this.list(signal);
    while (listed.length === 0) {
      sink.onStreamTrouble('The stream has no shards yet.');
      await sleep(clock, EMPTY_STREAM_RETRY_MS, signal);
      listed = await this.list(signal);
    }
    sink.onStreamTrouble(undefined);
    for (const { shard, start } of startingPoints(listed, this.position, this.choice)) {
      this.follow(shard, start);
    }
  }

  private async readAll(scope: AbortController): Promise<void> {
    const active = new Map<string, Promise<void>>();
    const failures: unknown[] = [];
    const startReady = (): void => {
      for (const [shardId, shard] of this.shards) {
        if (active.has(shardId) || !this.isReady(shard) || scope.signal.aborted) continue;
        const reading = this.readToEnd(shard, scope.signal)
          .catch((error: unknown) => {
            failures.push(error);
            scope.abort(error);
          })
          .finally(() => {
            active.delete(shardId);
            startReady();
          });
        active.set(shardId, reading);
      }
    };
    startReady();
    while (active.size > 0) await Promise.race(active.values());
    if (failures.length > 0) throw failures[0];
    scope.signal.throwIfAborted();
  }

  private isReady(shard: FollowedShard): boolean {
    return (
      !shard.isFinished &&
      shard.parentShardIds.every((parent) => this.shards.get(parent)?.isFinished ?? true)
    );
  }

  private async readToEnd(shard: FollowedShard, signal: AbortSignal): Promise<void> {
    const { sink } = this.environment;
    const { shardId } = shard.progress;
    sink.onStarted(shardId);
    try {
      const childShardIds = await new ShardReader(this.environment, shard.progress).run(signal);
      if (this.choice === 'all') await this.adopt(shardId, childShardIds, signal);
    } catch (error) {
      if (!hasCode(error, 'notFound') || (await this.isListed(shardId, signal))) {
        if (!signal.aborted) sink.onFailed(shardId);
        throw error;
      }
      // The shard was closed long ago and its records have expired, so it is read to its end.
    }
    shard.isFinished = true;
    sink.onEnded(shardId);
  }

  /** Follows what continues an ended shard, before that counts as finished. */
  private async adopt(
    parentShardId: string,
    childShardIds: readonly string[],
    signal: AbortSignal,
  ): Promise<void> {
    const listed = await this.list(signal);
    const children = new Map<string, SourceShard>(
      childShardIds.map((shardId) => [
        shardId,
        { shardId, endingSequenceNumber: undefined, parentShardIds: [parentShardId] },
      ]),
    );
    for (const shard of listed) {
      if (shard.parentShardIds.includes(parentShardId)) children.set(shard.shardId, shard);
    }
    for (const child of children.values()) {
      if (!this.shards.has(child.shardId)) this.follow(child, { type: 'TRIM_HORIZON' });
    }
  }

  private follow(shard: SourceShard, start: StartPosition): void {
    const { shardId, parentShardIds } = shard;
    this.shards.set(shardId, {
      progress: { shardId, start, lastSequenceNumber: undefined, positionedMs: undefined },
      parentShardIds,
      isFinished: false,
    });
    this.environment.sink.onChosen(shardId);
  }

  private async isListed(shardId: string, signal: AbortSignal): Promise<boolean> {
    const listed = await this.list(signal);
    return listed.some((shard) => shard.shardId === shardId);
  }

  private async list(signal: AbortSignal): Promise<SourceShard[]> {
    const { source, streamName, sink } = this.environment;
    const shards: SourceShard[] = [];
    let next: string | undefined;
    for (let page = 0; page < SHARD_PAGES_MAX; page++) {
      const options = { signal, next };
      const answer = await this.patience
        .call(() => source.listShards(streamName, options), signal)
        .catch(explainMissing(streamName));
      shards.push(...answer.items);
      next = answer.next;
      if (next === undefined) break;
    }
    sink.onListed(shards);
    return shards;
  }
}

function explainMissing(streamName: string): (error: unknown) => never {
  return (error) => {
    if (!hasCode(error, 'notFound')) throw error;
    throw new ExpectedError(
      'notFound',
      `The stream ${streamName} does not exist, or no longer. Create it, then start the tail again.`,
      { cause: error },
    );
  };
}
