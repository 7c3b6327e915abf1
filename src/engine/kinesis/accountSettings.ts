import type { Clock } from '../../base/clock.ts';
import { COMMITMENT_MS_MIN } from '../limits.ts';
import { AccountSettingsTable } from '../store/accountSettings.ts';
import type { Store } from '../store/store.ts';
import type { Caller } from '../wire/operation.ts';
import { Timestamp } from '../wire/timestamp.ts';

/** What is kept of an account's commitment to a minimum throughput, as JSON. */
export interface Commitment {
  readonly status: 'ENABLED' | 'DISABLED' | 'ENABLED_UNTIL_EARLIEST_ALLOWED_END';
  readonly startedMs?: number;
  readonly endedMs?: number;
}

/** The settings of each account, in each region. */
export class AccountSettings {
  private readonly store: Store;
  private readonly clock: Clock;
  private readonly table: AccountSettingsTable;

  constructor(options: { store: Store; clock: Clock }) {
    this.store = options.store;
    this.clock = options.clock;
    this.table = new AccountSettingsTable(options.store.database);
  }

  commitment(owner: Caller): Commitment {
    const details = this.table.find(owner);
    if (details === undefined) return { status: 'DISABLED' };
    const kept = JSON.parse(details) as Commitment;
    const endMs = earliestEndMs(kept);
    const hasEnded =
      kept.status === 'ENABLED_UNTIL_EARLIEST_ALLOWED_END' &&
      endMs !== undefined &&
      endMs <= this.clock.nowMs();
    return hasEnded ? { ...kept, status: 'DISABLED', endedMs: endMs } : kept;
  }

  isCommitted(owner: Caller): boolean {
    return this.commitment(owner).status !== 'DISABLED';
  }

  /** A commitment that is ended too early goes on until the earliest end that is allowed. */
  async setCommitment(owner: Caller, status: 'ENABLED' | 'DISABLED'): Promise<Commitment> {
    const before = this.commitment(owner);
    const after = this.changed(before, status);
    if (after !== before) {
      await this.store.write(() => {
        this.table.set(owner, JSON.stringify(after));
      });
    }
    return after;
  }

  private changed(before: Commitment, status: 'ENABLED' | 'DISABLED'): Commitment {
    const nowMs = this.clock.nowMs();
    if (status === 'ENABLED') {
      if (before.status === 'ENABLED') return before;
      return {
        status,
        startedMs: before.status === 'DISABLED' ? nowMs : (before.startedMs ?? nowMs),
      };
    }
    if (before.status !== 'ENABLED') return before;
    const endMs = earliestEndMs(before) ?? nowMs;
    return endMs > nowMs
      ? { ...before, status: 'ENABLED_UNTIL_EARLIEST_ALLOWED_END' }
      : { ...before, status, endedMs: nowMs };
  }
}

export function describeCommitment(commitment: Commitment): object {
  const { status, startedMs, endedMs } = commitment;
  return {
    Status: status,
    StartedAt: timestampOf(startedMs),
    EndedAt: timestampOf(endedMs),
    EarliestAllowedEndAt: timestampOf(
      status === 'DISABLED' ? undefined : earliestEndMs(commitment),
    ),
  };
}

function earliestEndMs({ startedMs }: Commitment): number | undefined {
  return startedMs === undefined ? undefined : startedMs + COMMITMENT_MS_MIN;
}

function timestampOf(epochMs: number | undefined): Timestamp | undefined {
  return epochMs === undefined ? undefined : new Timestamp(epochMs);
}
