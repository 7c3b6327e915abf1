import type { Clock } from '../../base/clock.ts';
import { ExpectedError, messageOf, isExpected } from '../../base/errors.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { HashKeyRange } from '../../formats/hashKey.ts';
import type { TailEnd, TailStart } from '../../formats/position.ts';
import type { Lineage } from '../../protocol/webview/lineage.ts';
import type { ShardChoice, TailPhase } from '../../protocol/webview/tail.ts';
import { expandAggregate } from '../decoders/kpl.ts';
import { EndWatch } from './endWatch.ts';
import { LineageLog } from './lineageLog.ts';
import type { Reading } from './reading.ts';
import { recordTest } from './shardChoice.ts';
import type { SourceRecord, SourceShard, TailSource } from '../source.ts';
import type { TailStatistics } from '../metrics/statistics.ts';
import { untilReplaced } from './replacedSink.ts';
import { type FollowerSink, StreamFollower } from './streamFollower.ts';
import { RoomGate } from './waiting.ts';

/** What the reading itself can be in; being paused is the view's. */
export type RunPhase = Exclude<TailPhase, { name: 'paused' | 'held' }>;

export interface RunOptions {
  readonly source: TailSource;
  readonly clock: Clock;
  readonly random: () => number;
  readonly streamName: string;
  readonly reading: Reading;
  readonly position: TailStart;
  readonly shards: ShardChoice;
  readonly end: TailEnd | undefined;
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
  private readonly lineageLog = new LineageLog();
  private readonly end: EndWatch;
  /** Shards that seem to have nothing left before the end. */
  private readonly passed = new Set<string>();
  private emptyCount = 0;
  /** Messages of what does not answer; the key of the stream as a whole is ''. */
  private readonly troubles = new Map<string, string>();
  private readonly unpositioned = new Set<string>();
  private hasChosen = false;
  private isConnected = false;
  private isDisposed = false;
  private outcome: Extract<RunPhase, { name: 'ended' | 'failed' }> | undefined;
  private listed = new Map<string, SourceShard>();
  private abort: AbortController | undefined;

  constructor(options: RunOptions) {
    const { source, clock, random, streamName, reading, position, shards } = options;
    const { pollIntervalMs, reads, push } = reading;
    this.options = options;
    this.end = new EndWatch(options.end, clock.nowMs(), worthOf(shards));
    const sink = untilReplaced(this.makeSink(), () => this.isDisposed);
    this.follower = new StreamFollower(
      { source, clock, random, streamName, pollIntervalMs, reads, push, sink },
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

  /** The same of a shard that takes records, and so could be split. */
  openRangeOf(shardId: string): HashKeyRange | undefined {
    const isOpen = this.listed.get(shardId)?.endingSequenceNumber === undefined;
    return isOpen ? this.hashKeyRangeOf(shardId) : undefined;
  }

  /** The shards that are or were to be read, in the order in which that was decided. */
  get chosenShardIds(): readonly string[] {
    return this.lineageLog.chosenShardIds;
  }

  /** What the tail is to stop at; undefined also after it went on from there. */
  get endAsked(): TailEnd | undefined {
    return this.end.asked;
  }

  get lineage(): Lineage {
    return this.lineageLog.snapshot(this.options.clock.nowMs());
  }

  /** Answers without a record since the last one with one. */
  get emptyReads(): number {
    return this.emptyCount;
  }

  /** How far it is to the end of the stream, or to where it is to stop. */
  get behindMs(): number | undefined {
    const nowMs = this.options.clock.nowMs();
    const behindMs = this.lineageLog.behindMs(nowMs);
    const { untilMs = nowMs } = this.end;
    return behindMs === undefined
      ? undefined
      : Math.max(0, behindMs - Math.max(0, nowMs - untilMs));
  }

  /** Whether a reader holds records that the window has no room for. */
  get isHeld(): boolean {
    return this.gate.held > 0;
  }

  /** Begins, or goes on after a failure or an end. */
  start(): void {
    if (this.outcome?.name === 'ended') this.end.lift();
    this.passed.clear();
    this.outcome = undefined;
    this.troubles.clear();
    this.abort = new AbortController();
    this.options.reading.begin();
    void this.follow(this.abort.signal);
  }

  /** Lets the readers that hold records try again. */
  openGate(): void {
    this.gate.open();
  }

  dispose(): void {
    this.isDisposed = true;
    this.abort?.abort(new ExpectedError('cancelled', 'The tail was closed'));
  }

  private async follow(signal: AbortSignal): Promise<void> {
    try {
      const isComplete = await this.follower.run(signal);
      // What it reads with is of the next run by now.
      if (this.isDisposed) return;
      const at = isComplete ? undefined : this.end.asked;
      this.outcome = { name: 'ended', ...(at && { at }) };
      this.options.reading.end();
    } catch (error) {
      if (signal.aborted) return;
      this.outcome = { name: 'failed', message: messageOf(error) };
      if (!isExpected(error)) this.options.onDefect(error);
    }
    this.options.onChange();
  }

  /** Up to the end that was asked for; there it stops the shard, or all of them. */
  private take(shardId: string, records: readonly SourceRecord[], from: number): number {
    const { take } = this.options;
    const admitted = this.end.admitted(records, from);
    const isCut = admitted < records.length;
    const end =
      admitted > from ? take(shardId, isCut ? records.slice(0, admitted) : records, from) : from;
    this.emptyCount = 0;
    const taken = records.slice(from, end);
    this.end.count(taken);
    this.lineageLog.took(shardId, taken);
    if (this.end.isCountReached) this.follower.stop();
    else if (isCut && end === admitted) this.follower.stop(shardId);
    return end;
  }

  /** Stops a shard that has nothing more before the end, though it sent nothing from after it. */
  private leaveIfPassed(shardId: string, millisBehindLatest: number | undefined): void {
    // At the second answer that says so: after the first its records are yet to be taken, and it may
    // have been the last of a closed shard, of which the children are to be read.
    if (this.passed.has(shardId)) this.follower.stop(shardId);
    else if (this.end.isPassed(this.options.clock.nowMs(), millisBehindLatest)) {
      this.passed.add(shardId);
    }
  }

  private makeSink(): FollowerSink {
    const { clock, statistics, reading, onChange } = this.options;
    const { lineageLog } = this;
    return {
      isFull: () => this.gate.held > 0,
      take: (shardId, records, from) => this.take(shardId, records, from),
      room: async (signal) => {
        const waiting = this.gate.wait(signal);
        onChange();
        await waiting;
      },
      onListed: (shards) => {
        this.listed = new Map(shards.map((shard) => [shard.shardId, shard]));
        lineageLog.listed(shards);
        onChange();
      },
      onChosen: (shard, start) => {
        statistics.setState(shard.shardId, 'waiting');
        lineageLog.chosen(shard, start);
      },
      onStarted: (shardId) => {
        this.hasChosen = true;
        if (!this.isConnected) this.unpositioned.add(shardId);
        lineageLog.setState(shardId, 'reading');
      },
      onPositioned: (shardId) => {
        lineageLog.positioned(shardId, clock.nowMs());
        this.unpositioned.delete(shardId);
        this.checkConnected();
      },
      onAnswer: (shardId, millisBehindLatest) => {
        this.emptyCount++;
        this.leaveIfPassed(shardId, millisBehindLatest);
        lineageLog.answered(shardId, millisBehindLatest, clock.nowMs());
        statistics.setBehind(shardId, millisBehindLatest, clock.nowMs());
        statistics.setState(shardId, 'reading');
      },
      onThrottle: (shardId) => {
        statistics.countThrottle(shardId);
        statistics.setState(shardId, 'waiting');
        onChange();
      },
      onPush: (shardId, isPushed) => statistics.setMode(shardId, reading.modeOf(isPushed)),
      onTrouble: (shardId, message) => {
        if (message !== undefined) statistics.setState(shardId, 'waiting');
        this.setTrouble(shardId, message);
      },
      onStreamTrouble: (message) => this.setTrouble('', message),
      ...this.makeEndings(),
    };
  }

  /** What becomes of a shard in the end. */
  private makeEndings(): Pick<FollowerSink, 'onEnded' | 'onStopped' | 'onFailed'> {
    const { statistics } = this.options;
    const leave = (shardId: string, state: 'ended' | 'failed'): void => {
      statistics.setState(shardId, state);
      this.unpositioned.delete(shardId);
      this.checkConnected();
    };
    return {
      onEnded: (shardId, isExpired) => {
        this.lineageLog.ended(shardId, isExpired);
        leave(shardId, 'ended');
      },
      onStopped: (shardId) => {
        this.lineageLog.setState(shardId, 'stopped');
        leave(shardId, 'ended');
      },
      onFailed: (shardId) => {
        this.lineageLog.setState(shardId, 'failed');
        statistics.setState(shardId, 'failed');
      },
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

/** A record counts for the rows that it brings: those of an aggregate, and of one key only where asked. */
function worthOf(shards: ShardChoice): (record: SourceRecord) => number {
  const isShown = recordTest(shards) ?? (() => true);
  return (record) => expandAggregate(record).filter(isShown).length;
}
