import type { Clock } from '../../base/clock.ts';
import { hasCode } from '../../base/errors.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import { BATCH_BYTES_TARGET, CONCURRENT_READS_MAX, READ_BUDGETS_KEPT_MS } from '../limits.ts';
import { type ReadAllowance, ReadBudget, type ReadsSpent } from './readBudget.ts';
import type { SourceBatch } from '../source.ts';

export interface ReadSchedulerOptions {
  readonly clock: Clock;
  /** Default `CONCURRENT_READS_MAX`. */
  readonly concurrentReadsMax?: number;
}

/** Where a tail reads, and what all tails together may take of each shard there. */
export interface ReadScope {
  readonly connectionName: string;
  readonly streamName: string;
  readonly allowance: ReadAllowance;
}

/** A call that waits for its turn. */
interface Turn {
  /** None for calls that take nothing of a shard's reads. */
  readonly budget: ReadBudget | undefined;
  readonly begin: () => void;
}

interface Member {
  readonly connectionName: string;
  readonly scopeKey: string;
  readonly turns: Set<Turn>;
}

/**
 * Gives turns to the reads of all tails: at most so many at once of one connection, each tail in its turn, and never
 * more of one shard than its budget, which tails of the same stream share. It reads nothing itself.
 */
export class ReadScheduler {
  private readonly clock: Clock;
  private readonly readsMax: number;
  /** Reads under way of each connection: one that does not answer holds up no other. */
  private readonly underWay = new Map<string, number>();
  /** In the order of their turns: who was served goes to the end. */
  private members: Member[] = [];
  private readonly budgets = new Map<string, ReadBudget>();
  private timer: Disposable | undefined;

  constructor({ clock, concurrentReadsMax }: ReadSchedulerOptions) {
    this.clock = clock;
    this.readsMax = concurrentReadsMax ?? CONCURRENT_READS_MAX;
  }

  /** The allowance of who comes last counts for all: it is what the settings say now. */
  join(scope: ReadScope): TailReads {
    const scopeKey = JSON.stringify([scope.connectionName, scope.streamName]);
    const { connectionName } = scope;
    const member: Member = { connectionName, scopeKey, turns: new Set() };
    this.members.push(member);
    for (const [key, budget] of this.budgets) {
      if (key.startsWith(scopeKey)) budget.allowance = scope.allowance;
    }
    const budgetOf = (shardId: string): ReadBudget => {
      const key = scopeKey + shardId;
      const budget = this.budgets.get(key) ?? new ReadBudget(scope.allowance);
      this.budgets.set(key, budget);
      return budget;
    };
    return new TailReads({
      clock: this.clock,
      allowance: scope.allowance,
      budgetOf,
      turn: (budget, signal) => this.turn(member, budget, signal),
      release: () => this.release(connectionName),
      leave: () => this.leave(member),
    });
  }

  private async turn(
    member: Member,
    budget: ReadBudget | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    signal.throwIfAborted();
    let turn: Turn | undefined;
    let onAbort = (): void => undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        turn = { budget, begin: resolve };
        onAbort = () => reject(signal.reason as Error);
        signal.addEventListener('abort', onAbort, { once: true });
        member.turns.add(turn);
        this.serve();
      });
    } finally {
      signal.removeEventListener('abort', onAbort);
      // Still there when it was aborted before its turn came.
      if (turn && member.turns.delete(turn)) this.serve();
    }
  }

  private release(connectionName: string): void {
    this.count(connectionName, -1);
    this.serve();
  }

  private leave(member: Member): void {
    this.members = this.members.filter((other) => other !== member);
    const { clock, budgets } = this;
    // What a shard still owes, or is owed, counts for the next tail of it.
    const restedMs = clock.nowMs() - READ_BUDGETS_KEPT_MS;
    for (const [key, budget] of budgets) {
      const isUsed = this.members.some(({ scopeKey }) => key.startsWith(scopeKey));
      if (!isUsed && !budget.isReading && budget.dueMs < restedMs) budgets.delete(key);
    }
    this.serve();
  }

  private serve(): void {
    const nowMs = this.clock.nowMs();
    while (this.serveNext(nowMs));
    this.wakeAtNextDue(nowMs);
  }

  private serveNext(nowMs: number): boolean {
    for (const [index, member] of this.members.entries()) {
      if (!this.hasFree(member)) continue;
      for (const turn of member.turns) {
        if (!isDue(turn, nowMs)) continue;
        member.turns.delete(turn);
        this.members.splice(index, 1);
        this.members.push(member);
        this.count(member.connectionName, 1);
        turn.budget?.begin(nowMs);
        turn.begin();
        return true;
      }
    }
    return false;
  }

  private hasFree({ connectionName }: Member): boolean {
    return (this.underWay.get(connectionName) ?? 0) < this.readsMax;
  }

  private count(connectionName: string, change: number): void {
    const count = (this.underWay.get(connectionName) ?? 0) + change;
    if (count === 0) this.underWay.delete(connectionName);
    else this.underWay.set(connectionName, count);
  }

  private wakeAtNextDue(nowMs: number): void {
    this.timer?.dispose();
    this.timer = undefined;
    // With none free, or while the shard is read, a release serves.
    let dueMs = Number.POSITIVE_INFINITY;
    for (const member of this.members) {
      if (!this.hasFree(member)) continue;
      for (const { budget } of member.turns) {
        if (budget && !budget.isReading) dueMs = Math.min(dueMs, budget.dueMs);
      }
    }
    if (dueMs === Number.POSITIVE_INFINITY) return;
    this.timer = this.clock.schedule(Math.ceil(dueMs - nowMs), () => {
      this.timer = undefined;
      this.serve();
    });
  }
}

function isDue({ budget }: Turn, nowMs: number): boolean {
  return !budget || (!budget.isReading && budget.dueMs <= nowMs);
}

/** One tail's part of the scheduler. */
export class TailReads implements Disposable {
  private readonly options: {
    readonly clock: Clock;
    readonly allowance: ReadAllowance;
    readonly budgetOf: (shardId: string) => ReadBudget;
    readonly turn: (budget: ReadBudget | undefined, signal: AbortSignal) => Promise<void>;
    readonly release: () => void;
    readonly leave: () => void;
  };

  constructor(options: TailReads['options']) {
    this.options = options;
  }

  /** Reads when it is this shard's turn, and counts what the read takes of it. */
  async read(
    shardId: string,
    perform: () => Promise<SourceBatch>,
    signal: AbortSignal,
  ): Promise<SourceBatch> {
    const { clock, budgetOf, turn, release } = this.options;
    const budget = budgetOf(shardId);
    await turn(budget, signal);
    let bytes = 0;
    try {
      const batch = await perform();
      for (const { data, partitionKey } of batch.records)
        bytes += data.length + partitionKey.length;
      return batch;
    } catch (error) {
      if (hasCode(error, 'throttled')) budget.throttled(clock.nowMs());
      throw error;
    } finally {
      budget.end(bytes, clock.nowMs());
      release();
    }
  }

  /** For calls that take nothing of a shard's reads, such as those for an iterator. */
  async call<T>(perform: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.options.turn(undefined, signal);
    try {
      return await perform();
    } finally {
      this.options.release();
    }
  }

  /** One read should bring no more: it is decoded in one piece, and paid for with time. */
  get batchBytesTarget(): number {
    const { bytesPerSecond, readsPerSecond } = this.options.allowance;
    return Math.min(BATCH_BYTES_TARGET, bytesPerSecond / readsPerSecond);
  }

  spentOf(shardId: string): ReadsSpent {
    const { clock, budgetOf } = this.options;
    return budgetOf(shardId).spent(clock.nowMs());
  }

  dispose(): void {
    this.options.leave();
  }
}
