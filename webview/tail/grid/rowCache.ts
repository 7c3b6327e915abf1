import type { RowPage, TailRow } from '../../../src/protocol/webview/tail.ts';

/** The few rows that the page holds, by ordinal, of one generation. */
export class RowCache {
  private rows = new Map<number, TailRow>();
  /** Rows that read differently now; shown until they have come anew, so that none flashes. */
  private outdated: ReadonlyMap<number, TailRow> = new Map();
  private current = -1;
  private currentEpoch = 0;
  private highestEnd = 0;
  private readonly rowsMax: number;

  constructor(rowsMax: number) {
    this.rowsMax = rowsMax;
  }

  get size(): number {
    return this.rows.size;
  }

  get generation(): number {
    return this.current;
  }

  /** What was asked for in an earlier one reads differently now, or is of another generation. */
  get epoch(): number {
    return this.currentEpoch;
  }

  /** One past the newest row that ever arrived in this generation. */
  get loadedEnd(): number {
    return this.highestEnd;
  }

  /** Starts a generation: rows of another one are stale. */
  reset(generation: number): void {
    this.current = generation;
    this.currentEpoch++;
    this.highestEnd = 0;
    this.rows = new Map();
    this.outdated = new Map();
  }

  /** The rows of this generation have to be asked for again. */
  outdate(): void {
    this.currentEpoch++;
    this.outdated = new Map([...this.outdated, ...this.rows]);
    this.rows = new Map();
  }

  get(ordinal: number): TailRow | undefined {
    return this.rows.get(ordinal) ?? this.outdated.get(ordinal);
  }

  /** Returns how many rows are new; a page of another generation is ignored. */
  put(page: RowPage): number {
    if (page.generation !== this.current) return 0;
    const sizeBefore = this.rows.size;
    for (const [index, row] of page.rows.entries()) this.rows.set(page.from + index, row);
    this.highestEnd = Math.max(this.highestEnd, page.from + page.rows.length);
    return this.rows.size - sizeBefore;
  }

  /** The smallest range that covers every missing ordinal of [from, to). */
  missing(from: number, to: number): { from: number; to: number } | undefined {
    let first = from;
    while (first < to && this.rows.has(first)) first++;
    if (first >= to) return undefined;
    let last = to;
    while (this.rows.has(last - 1)) last--;
    return { from: first, to: last };
  }

  /** Forgets the rows farthest from [from, to) once more than the bound are held. */
  trim(from: number, to: number): void {
    if (this.outdated.size > 0 && this.missing(from, to) === undefined) this.outdated = new Map();
    if (this.rows.size <= this.rowsMax) return;
    const margin = Math.max(0, Math.floor((this.rowsMax - (to - from)) / 4));
    for (const ordinal of this.rows.keys()) {
      if (ordinal < from - margin || ordinal >= to + margin) this.rows.delete(ordinal);
    }
  }
}
