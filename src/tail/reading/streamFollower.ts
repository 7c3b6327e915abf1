import { sleep } from '../../base/clock.ts';
import { ExpectedError, hasCode } from '../../base/errors.ts';
import type { StartPosition, TailStart } from '../../formats/position.ts';
import type { ShardChoice } from '../../protocol/webview/tail.ts';
import { CHILD_LISTS_MAX, CHILD_LIST_RETRY_MS, EMPTY_STREAM_RETRY_MS } from '../limits.ts';
import { Patience } from './patience.ts';
import { growsWithStream, isChosen } from './shardChoice.ts';
import { ShardLists } from './shardLists.ts';
import { type ReaderEnvironment, type ShardProgress, type ShardSink } from './shardReader.ts';
import { ShardReading } from './shardReading.ts';
import type { SourceShard } from '../source.ts';
import { startingPoints } from './startingPoints.ts';

export interface FollowerSink extends ShardSink {
  /** Every shard that the stream lists. */
  onListed(shards: readonly SourceShard[]): void;
  /** A shard will be read from there, as soon as its parents are read to their end. */
  onChosen(shard: SourceShard, start: StartPosition): void;
  onStarted(shardId: string): void;
  /** `isExpired`: its records were gone before they could be read. */
  onEnded(shardId: string, isExpired: boolean): void;
  /** Left before its end, because it was told to `stop`. */
  onStopped(shardId: string): void;
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
  isStopped: boolean;
  /** Ends its reader; undefined while it has none. */
  stop: (() => void) | undefined;
}

/** One time of running. */
interface Run {
  readonly signal: AbortSignal;
  readonly lists: ShardLists;
}

/**
 * Reads the chosen shards of a stream side by side, each child after all of its parents, and keeps
 * on across reshards. It can run again after it failed or was stopped, and then goes on where each
 * shard stood.
 */
export class StreamFollower {
  private readonly environment: FollowerEnvironment;
  private readonly position: TailStart;
  private readonly choice: ShardChoice;
  private readonly patience: Patience;
  private readonly shards = new Map<string, FollowedShard>();
  /** Every shard that was ever listed, as it was listed last. */
  private readonly listed = new Map<string, SourceShard>();
  /** Shards that were there at the start and lie before it. */
  private readonly leftOut = new Set<string>();
  /** Shards of which nothing is left to read, and nothing of what led to them. */
  private readonly settled = new Set<string>();
  private isStopping = false;

  constructor(environment: FollowerEnvironment, position: TailStart, choice: ShardChoice) {
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
   * Resolves when every chosen shard is closed and read to its end, with false when shards were
   * stopped before. Rejects when the signal aborts, or with the first error that does not pass by
   * itself; by then every reader has ended.
   */
  async run(signal: AbortSignal): Promise<boolean> {
    this.isStopping = false;
    for (const shard of this.shards.values()) shard.isStopped = false;
    const scope = linkedTo(signal);
    try {
      const run = { signal: scope.controller.signal, lists: this.makeLists() };
      if (this.shards.size === 0) await this.choose(run);
      await this.readAll(run, scope.controller);
    } finally {
      scope.release();
    }
    return ![...this.shards.values()].some(({ isFinished }) => !isFinished);
  }

  /** Leaves a shard, or all of them, where they stand; what would come after a shard waits. */
  stop(shardId?: string): void {
    if (shardId === undefined) this.isStopping = true;
    const stopped = shardId === undefined ? this.shards.values() : [this.shards.get(shardId)];
    for (const shard of stopped) {
      if (!shard || shard.isFinished) continue;
      shard.isStopped = true;
      shard.stop?.();
    }
  }

  private makeLists(): ShardLists {
    const { source, streamName, sink } = this.environment;
    const onListed = (shards: readonly SourceShard[]): void => {
      for (const shard of shards) this.listed.set(shard.shardId, shard);
      sink.onListed(shards);
    };
    return new ShardLists({ source, streamName, patience: this.patience, onListed });
  }

  private async choose({ signal, lists }: Run): Promise<void> {
    const { clock, sink } = this.environment;
    let listed = await lists.list(signal);
    while (listed.length === 0) {
      sink.onStreamTrouble('The stream has no shards yet.');
      await sleep(clock, EMPTY_STREAM_RETRY_MS, signal);
      listed = await lists.list(signal);
    }
    sink.onStreamTrouble(undefined);
    for (const { shard, start } of startingPoints(listed, this.position, this.choice)) {
      this.follow(shard, start);
    }
    for (const { shardId } of listed) if (!this.shards.has(shardId)) this.leftOut.add(shardId);
  }

  /** Ends when no shard is left that can be read, or with the first failure. */
  private readAll(run: Run, scope: AbortController): Promise<void> {
    const { signal } = run;
    const active = new Set<string>();
    let failure: { readonly error: unknown } | undefined;
    return new Promise((resolve, reject) => {
      const startReady = (): void => {
        for (const [shardId, shard] of this.shards) {
          if (active.has(shardId) || !this.isReady(shard) || signal.aborted) continue;
          active.add(shardId);
          void this.readToEnd(shard, run)
            .catch((error: unknown) => {
              failure ??= { error };
              scope.abort(error);
            })
            .finally(() => {
              active.delete(shardId);
              startReady();
            });
        }
        if (active.size > 0) return;
        if (failure) reject(asError(failure.error));
        else if (signal.aborted) reject(asError(signal.reason));
        else resolve();
      };
      startReady();
    });
  }

  private isReady(shard: FollowedShard): boolean {
    if (this.isStopping || shard.isFinished || shard.isStopped) return false;
    // Its parents are closed, and have nothing that is later: while it waited for them it would miss some.
    if (shard.progress.start.type === 'LATEST') return true;
    return shard.parentShardIds.every((parent) => this.isSettled(parent));
  }

  /**
   * Whether nothing of a shard is left to read. One that is not followed may still come to be: when
   * an older shard ends that leads to it.
   */
  private isSettled(shardId: string): boolean {
    const seen = new Set<string>();
    const queue = [shardId];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      if (seen.has(next) || this.settled.has(next)) continue;
      seen.add(next);
      const followed = this.shards.get(next);
      if (followed && !followed.isFinished) return false;
      if (!followed) queue.push(...(this.listed.get(next)?.parentShardIds ?? []));
    }
    for (const next of seen) this.settled.add(next);
    return true;
  }

  private async readToEnd(shard: FollowedShard, run: Run): Promise<void> {
    const { sink } = this.environment;
    const { shardId } = shard.progress;
    sink.onStarted(shardId);
    let isExpired = false;
    try {
      const childShardIds = await this.read(shard, run.signal);
      if (childShardIds === undefined) {
        sink.onStopped(shardId);
        return;
      }
      if (growsWithStream(this.choice)) await this.adopt(shardId, childShardIds, run);
    } catch (error) {
      if (!hasCode(error, 'notFound') || !(await this.isGone(shardId, run))) {
        if (!run.signal.aborted) sink.onFailed(shardId);
        throw error;
      }
      // The shard was closed long ago and its records have expired, so it is read to its end.
      isExpired = shard.progress.lastSequenceNumber === undefined;
    }
    shard.isFinished = true;
    sink.onEnded(shardId, isExpired);
  }

  /** The shards that continue it; undefined when it was stopped before its end. */
  private async read(
    shard: FollowedShard,
    signal: AbortSignal,
  ): Promise<readonly string[] | undefined> {
    const scope = linkedTo(signal);
    shard.stop = () => scope.controller.abort(new ExpectedError('cancelled', 'Stopped'));
    try {
      return await new ShardReading(this.environment, shard.progress).run(scope.controller.signal);
    } catch (error) {
      if (shard.isStopped && !signal.aborted) return undefined;
      throw error;
    } finally {
      shard.stop = undefined;
      scope.release();
    }
  }

  /** Follows what continues an ended shard, before that counts as finished. */
  private async adopt(
    parentShardId: string,
    childShardIds: readonly string[],
    run: Run,
  ): Promise<void> {
    const { clock } = this.environment;
    const isKnown = (shardId: string): boolean => this.listed.has(shardId);
    // A child that is not listed yet may have another parent, which has to be read before it too.
    for (let list = 0; list < CHILD_LISTS_MAX; list++) {
      if (childShardIds.length > 0 && childShardIds.every(isKnown)) break;
      if (list > 0) await sleep(clock, CHILD_LIST_RETRY_MS, run.signal);
      await run.lists.list(run.signal);
      if (childShardIds.every(isKnown)) break;
    }
    const children = new Map<string, SourceShard>(
      childShardIds.map((shardId) => [
        shardId,
        { shardId, endingSequenceNumber: undefined, parentShardIds: [parentShardId] },
      ]),
    );
    for (const shard of this.listed.values()) {
      if (shard.parentShardIds.includes(parentShardId)) children.set(shard.shardId, shard);
    }
    for (const child of children.values()) {
      const isDecided = this.shards.has(child.shardId) || this.leftOut.has(child.shardId);
      if (isDecided || !isChosen(child, this.choice)) continue;
      this.follow(child, { type: 'TRIM_HORIZON' });
    }
  }

  private follow(shard: SourceShard, start: StartPosition): void {
    const { shardId, parentShardIds } = shard;
    this.shards.set(shardId, {
      progress: { shardId, start, lastSequenceNumber: undefined, positionedMs: undefined },
      parentShardIds,
      isFinished: false,
      isStopped: false,
      stop: undefined,
    });
    this.environment.sink.onChosen(shard, start);
  }

  /** A stream that lists no shards is being made anew, and may soon have a shard of this name. */
  private async isGone(shardId: string, { lists, signal }: Run): Promise<boolean> {
    const listed = await lists.list(signal);
    return listed.length > 0 && !listed.some((shard) => shard.shardId === shardId);
  }
}

/** A controller that aborts with the signal too; to be released when its work is done. */
function linkedTo(signal: AbortSignal): { controller: AbortController; release(): void } {
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(signal.reason);
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  return { controller, release: () => signal.removeEventListener('abort', onAbort) };
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
