/** What the fake host has in its window, and what of it is shown in which order. */
import { NO_FILTER, type TailFilter } from '../../../src/formats/filter.ts';
import type { RowOrder } from '../../../src/protocol/webview/grid.ts';
import type { TailCounts } from '../../../src/protocol/webview/tail.ts';
import { isMatch } from './fakeFilter.ts';
import type { FakeRecord } from './fakeRecords.ts';

export class FakeRows {
  private readonly recordsMax: number;
  private filter: TailFilter = NO_FILTER;
  private matches: FakeRecord[] = [];
  private dropped = 0;
  private droppedMatches = 0;
  /** What is shown, by arrival; undefined while it stands as it was read. */
  private ordered: readonly FakeRecord[] | undefined;
  records: FakeRecord[] = [];
  received = 0;

  constructor(recordsMax: number) {
    this.recordsMax = recordsMax;
  }

  get shown(): readonly FakeRecord[] {
    return this.ordered ?? this.asRead;
  }

  /** Ordinal of the first of them. */
  get first(): number {
    if (this.ordered) return 0;
    return this.isFiltered ? this.droppedMatches : this.dropped;
  }

  get counts(): Omit<TailCounts, 'generation' | 'revision'> {
    const { first } = this;
    return {
      first,
      end: first + this.shown.length,
      order: this.ordered ? 'arrival' : 'read',
      received: this.received,
      dropped: this.dropped,
      waiting: 0,
      windowRecords: this.records.length,
      windowBytes: this.records.length * 200,
      filter: this.isFiltered
        ? { pending: 0, errors: 0, lastError: undefined, filterMs: 12 }
        : undefined,
    };
  }

  append(record: FakeRecord): void {
    this.received++;
    this.records.push(record);
    if (this.isMatch(record)) this.matches.push(record);
    if (this.records.length <= this.recordsMax) return;
    const oldest = this.records.shift();
    this.dropped++;
    if (oldest === this.matches[0]) {
      this.matches.shift();
      this.droppedMatches++;
    }
  }

  setFilter(filter: TailFilter): void {
    this.filter = filter;
    this.matches = this.records.filter((record) => this.isMatch(record));
    this.droppedMatches = 0;
  }

  /** Returns whether the rows are others now. */
  orderBy(by: RowOrder): boolean {
    if ((by === 'arrival') === (this.ordered !== undefined)) return false;
    const sorted = [...this.asRead].sort((a, b) => a.arrivalMs - b.arrivalMs);
    this.ordered = by === 'arrival' ? sorted : undefined;
    return true;
  }

  empty(): void {
    this.records = [];
    this.matches = [];
    this.ordered = undefined;
    this.dropped = this.droppedMatches = this.received = 0;
  }

  private get isFiltered(): boolean {
    return this.filter.conditions.length > 0;
  }

  private get asRead(): readonly FakeRecord[] {
    return this.isFiltered ? this.matches : this.records;
  }

  private isMatch(record: FakeRecord): boolean {
    return this.isFiltered && isMatch(this.filter, record);
  }
}
