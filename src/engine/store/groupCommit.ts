/** A piece of work in a transaction. It may run twice: when its group fails it runs again alone. */
export interface WriteJob<T> {
  /** Runs inside the transaction. What it throws rolls the transaction back. */
  run(): T;
  /** Takes back what `run` changed in memory. */
  undo?(): void;
  /** Runs right after the commit, before the disk is flushed and the promise resolves. */
  committed?(): void;
  /** Runs right before the promise resolves: what others act on must survive as an answer does. */
  kept?(): void;
}

interface Pending {
  readonly job: WriteJob<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Committed, and waiting for the flush that lets it be acknowledged. */
interface Unflushed {
  readonly entry: Pending;
  readonly result: unknown;
}

export interface TransactionControl {
  begin(): void;
  commit(): void;
  /** Must not throw when the failure has already ended the transaction. */
  rollback(error: unknown): void;
  /** Whether commits have to wait until `resume`, except one that cannot wait. */
  isHeld?(): boolean;
}

/** Takes what is committed from the system's memory to the disk. */
export interface Flusher {
  /**
   * Resolves when what was committed before the call is on the disk, however long that takes: a
   * caller that was refused would take back in memory what the database keeps.
   */
  flush(): Promise<void>;
  /** The same before it returns; throws when the disk fails. */
  flushNow(): void;
}

/**
 * Collects the writes of one turn of the event loop and commits them together. What is committed
 * is acknowledged after the next flush of the disk, which runs beside the event loop: the turns that
 * pass meanwhile commit too, and share the flush after it. So a flush is paid neither by a request
 * nor by a turn. Nothing is acknowledged before its commit and its flush.
 */
export class GroupCommit {
  private readonly transaction: TransactionControl;
  private readonly flusher: Flusher | undefined;
  private pending: Pending[] = [];
  private unflushed: Unflushed[] = [];
  /** What the flush that is running lets be acknowledged. */
  private flushing: readonly Unflushed[] | undefined;
  private turn: NodeJS.Immediate | undefined;

  /** Without a flusher what is committed is acknowledged at once. */
  constructor(transaction: TransactionControl, flusher?: Flusher) {
    this.transaction = transaction;
    this.flusher = flusher;
  }

  write<T>(job: WriteJob<T>): Promise<T> {
    const done = new Promise<T>((resolve, reject) => {
      this.pending.push({ job, resolve: resolve as (value: unknown) => void, reject });
    });
    this.resume();
    return done;
  }

  /** Commits what is pending at the end of this turn; when commits are held, at a later call. */
  resume(): void {
    if (this.pending.length === 0) return;
    this.turn ??= setImmediate(() => {
      this.turn = undefined;
      if (this.transaction.isHeld?.() === true) return;
      this.commitPending();
      this.startFlush();
    });
  }

  /** Commits what is pending now, and takes it to the disk before it returns. */
  flush(): void {
    this.commitPending();
    const group = [...(this.flushing ?? []), ...this.unflushed];
    this.flushing = undefined;
    this.unflushed = [];
    try {
      if (group.length > 0) this.flusher?.flushNow();
      acknowledge(group);
    } catch (error) {
      for (const { entry } of group) entry.reject(error);
    }
  }

  private commitPending(): void {
    if (this.turn !== undefined) clearImmediate(this.turn);
    this.turn = undefined;
    const group = this.pending;
    this.pending = [];
    if (group.length === 0) return;
    if (this.tryCommit(group) === undefined) return;
    // One write that cannot be kept must not fail its neighbours, so each gets its own try.
    for (const entry of group) {
      const failure = this.tryCommit([entry]);
      if (failure !== undefined) entry.reject(failure.error);
    }
  }

  private tryCommit(group: readonly Pending[]): { error: unknown } | undefined {
    const results: unknown[] = [];
    let started = 0;
    try {
      this.transaction.begin();
      for (const { job } of group) {
        started += 1;
        results.push(job.run());
      }
      this.transaction.commit();
    } catch (error) {
      this.transaction.rollback(error);
      for (const { job } of group.slice(0, started).reverse()) job.undo?.();
      return { error };
    }
    for (const { job } of group) job.committed?.();
    const committed = group.map((entry, index) => ({ entry, result: results[index] }));
    if (this.flusher === undefined) acknowledge(committed);
    else this.unflushed.push(...committed);
    return undefined;
  }

  private startFlush(): void {
    if (this.flushing !== undefined || this.flusher === undefined) return;
    const group = this.unflushed;
    if (group.length === 0) return;
    this.unflushed = [];
    this.flushing = group;
    void this.flusher.flush().then(() => {
      // The other `flush` may have done it by now, at the end.
      if (this.flushing !== group) return;
      acknowledge(group);
      this.flushing = undefined;
      this.startFlush();
    });
  }
}

function acknowledge(group: readonly Unflushed[]): void {
  for (const { entry, result } of group) {
    entry.job.kept?.();
    entry.resolve(result);
  }
}
