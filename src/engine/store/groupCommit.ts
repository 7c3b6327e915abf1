/** A piece of work in a transaction. It may run twice: when its group fails it runs again alone. */
export interface WriteJob<T> {
  /** Runs inside the transaction. What it throws rolls the transaction back. */
  run(): T;
  /** Takes back what `run` changed in memory. */
  undo?(): void;
  /** Runs after the commit, before the promise resolves. */
  committed?(): void;
}

interface Pending {
  readonly job: WriteJob<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export interface TransactionControl {
  begin(): void;
  commit(): void;
  /** Must not throw when the failure has already ended the transaction. */
  rollback(): void;
}

/**
 * Collects the writes of one turn of the event loop and commits them together, so that a disk
 * flush is paid once a turn and not once a request. Nothing is acknowledged before its commit.
 */
export class GroupCommit {
  private readonly transaction: TransactionControl;
  private pending: Pending[] = [];
  private turn: NodeJS.Immediate | undefined;

  constructor(transaction: TransactionControl) {
    this.transaction = transaction;
  }

  write<T>(job: WriteJob<T>): Promise<T> {
    const done = new Promise<T>((resolve, reject) => {
      this.pending.push({ job, resolve: resolve as (value: unknown) => void, reject });
    });
    this.turn ??= setImmediate(() => {
      this.flush();
    });
    return done;
  }

  /** Commits what is pending now. */
  flush(): void {
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
      this.transaction.rollback();
      for (const { job } of group.slice(0, started).reverse()) job.undo?.();
      return { error };
    }
    for (const { job } of group) job.committed?.();
    group.forEach(({ resolve }, index) => {
      resolve(results[index]);
    });
    return undefined;
  }
}
