import type { Clock } from '../base/clock.ts';
import { ExpectedError, messageOf, isExpected } from '../base/errors.ts';
import type { Disposable } from '../base/lifecycle.ts';
import type { HashKeyRange } from '../formats/hashKey.ts';
import type { StartPosition } from '../formats/position.ts';
import type { ShardChoice, TailPhase } from '../protocol/webview/tail.ts';
import type { TailReads } from './readScheduler.ts';
import type { SourceRecord, SourceShard, TailSource } from './source.ts';
import type { TailStatistics } from './statistics.ts';
import { type FollowerSink, StreamFollower } from './streamFollower.ts';
import { RoomGate } from './waiting.ts';

/** What the reading itself can be in; being paused is the view's. */
export type RunPhase = Exclude<TailPhase, { name: 'paused' }>;

export interface RunOptions {
  readonly source: TailSource;
  readonly clock: Clock;
  readonly random: () => number;
  readonly streamName: string;
  readonly pollIntervalMs: number;
  readonly reads: TailReads;
  readonly position: StartPosition;
  readonly shards: ShardChoice;
  readonly statistics: TailStatistics;
  readonly take: (shardId: string, records: readonly SourceRecord[], from: number) => number;
  /** The phase or the known shards may have changed. */
  readonly onChange: () => void;
  readonly onDefect: (error: unknown) => void;
}

/** One reading of a stream from one start position, and what became of it so far. */
export class TailRun implements Disposable {
  private readonly options: RunOptions;
  private readonly follower: StreamFollower;
  private readonly gate = new RoomGate();
  /** Messages of what does not answer; the key of the stream as a whole is ''. */
  private readonly troubles = new Map<string, string>();
  private readonly unpositioned = new Set<string>();
  private hasChosen = false;
  private isConnected = false;
  private outcome: Extract<RunPhase, { name: 'ended' | 'failed' }> | undefined;
  private listed = new Map<string, SourceShard>();
  private abort: AbortController | undefined;

  constructor(options: RunOptions) {
    const { source, clock, random, streamName, pollIntervalMs, reads, position, shards } = options;
    this.options = options;
    const sink = this.makeSink();
    this.follower = new StreamFollower(
      { source, clock, random, streamName, pollIntervalMs, reads, sink },
      position,
      shards,
    );
  }

  get phase(): RunPhase {
    if (this.outcome) return this.outcome;
    const [message] = this.troubles.values();
    if (message !== undefined) return { name: 'waiting', message };
    return { name: this.isConnected ? 'running' : 'connecting' };
  }

  get knownShardIds(): readonly string[] {
    return [...this.listed.keys()];
  }

  /** Undefined for a shard that the stream has not listed. */
  hashKeyRangeOf(shardId: string): HashKeyRange | undefined {
    const { startingHashKey, endingHashKey } = this.listed.get(shardId) ?? {};
    if (startingHashKey === undefined || endingHashKey === undefined) return undefined;
    return { start: BigInt(startingHashKey), end: BigInt(endingHashKey) };
  }

  /** Whether a reader holds records that the window has no room for. */
  get isHeld(): boolean {
    return this.gate.held > 0;
  }

  /** Begins, or goes on after a failure. */
  start(): void {
    this.outcome = undefined;
    this.troubles.clear();
    this.abort = new AbortController();
    void this.follow(this.abort.signal);
  }

  /** Lets the readers that hold records try again. */
  openGate(): void {
    this.gate.open();
  }

  dispose(): void {
    this.abort?.abort(new ExpectedError('cancelled', 'The tail was closed'));
  }

  private async follow(signal: AbortSignal): Promise<void> {
    try {
      await this.follower.run(signal);
      this.outcome = { name: 'ended' };
    } catch (error) {
      if (signal.aborted) return;
      this.outcome = { name: 'failed', message: messageOf(error) };
      if (!isExpected(error)) this.options.onDefect(error);
    }
    this.options.onChange();
  }

  private makeSink(): FollowerSink {
    const { statistics, take, onChange } = this.options;
    return {
      take,
      isFull: () => this.gate.held > 0,
      room: async (signal) => {
        const waiting = this.gate.wait(signal);
        onChange();
        await waiting;
      },
      onListed: (shards) => {
        this.listed = new Map(shards.map((shard) => [shard.shardId, shard]));
        onChange();
      },
      onChosen: (shardId) => statistics.setState(shardId, 'waiting'),
      onStarted: (shardId) => {
        this.hasChosen = true;
        if (!this.isConnected) this.unpositioned.add(shardId);
      },
      onPositioned: (shardId) => {
        this.unpositioned.delete(shardId);
        this.checkConnected();
      },
      onAnswer: (shardId, millisBehindLatest) => {
        statistics.setBehind(shardId, millisBehindLatest);
        statistics.setState(shardId, 'reading');
      },
      onThrottle: (shardId) => {
        statistics.countThrottle(shardId);
        statistics.setState(shardId, 'waiting');
      },
      onTrouble: (shardId, message) => {
        if (message !== undefined) statistics.setState(shardId, 'waiting');
        this.setTrouble(shardId, message);
      },
      onStreamTrouble: (message) => this.setTrouble('', message),
      onEnded: (shardId) => {
        statistics.setState(shardId, 'ended');
        this.unpositioned.delete(shardId);
        this.checkConnected();
      },
      onFailed: (shardId) => statistics.setState(shardId, 'failed'),
    };
  }

  private setTrouble(key: string, message: string | undefined): void {
    if (message === undefined) this.troubles.delete(key);
    else this.troubles.set(key, message);
    this.options.onChange();
  }

  /** Connected means: whatever is put from now on into a shard that can be read will be read. */
  private checkConnected(): void {
    if (this.isConnected || !this.hasChosen || this.unpositioned.size > 0) return;
    this.isConnected = true;
    this.options.onChange();
  }
}
