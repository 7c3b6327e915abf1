import { limits } from '../../limits.ts';

/** Rows [from, to). */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What is kept of a selection over a reload of the page. */
export interface KeptSelection {
  /** The lead. */
  readonly selected: number | undefined;
  /** Absent where only the lead is selected. */
  readonly spans?: readonly Span[];
}

/**
 * The rows that are selected, as spans, and among them the lead: the row that the keys move and the
 * detail shows. Never more than `rowsMax` rows; of a longer span, those next to the lead.
 */
export class RowSelection {
  private readonly rowsMax: number;
  private spans: readonly Span[] = [];
  private leadRow: number | undefined;
  private anchor: number | undefined;

  constructor(rowsMax: number) {
    this.rowsMax = rowsMax;
  }

  get lead(): number | undefined {
    return this.leadRow;
  }

  get count(): number {
    return this.spans.reduce((sum, { from, to }) => sum + to - from, 0);
  }

  has(row: number): boolean {
    return this.spans.some(({ from, to }) => row >= from && row < to);
  }

  get kept(): KeptSelection {
    const isLeadOnly = this.count === 1 && this.leadRow === this.spans[0]?.from;
    const spans = this.spans.slice(0, limits.keptSpansMax);
    return { selected: this.leadRow, ...(isLeadOnly || spans.length === 0 ? {} : { spans }) };
  }

  restore(kept: KeptSelection | undefined): void {
    this.selectOnly(kept?.selected);
    let rowsLeft = this.rowsMax;
    const spans = (kept?.spans ?? []).flatMap(({ from, to }) => {
      const length = Math.min(to - from, rowsLeft);
      rowsLeft -= Math.max(0, length);
      return length > 0 ? [{ from, to: from + length }] : [];
    });
    if (spans.length > 0) this.spans = spans.reduce<Span[]>(joined, []);
  }

  /** In ascending order. */
  rows(): number[] {
    return this.spans.flatMap(({ from, to }) =>
      Array.from({ length: to - from }, (_, index) => from + index),
    );
  }

  selectOnly(row: number | undefined): void {
    this.spans = row === undefined ? [] : [{ from: row, to: row + 1 }];
    this.leadRow = row;
    this.anchor = row;
  }

  /** Takes one row in or out. */
  toggle(row: number): void {
    if (this.has(row)) this.spans = cut(this.spans, row);
    else if (this.count < this.rowsMax) this.spans = joined(this.spans, { from: row, to: row + 1 });
    this.leadRow = row;
    this.anchor = row;
  }

  /** From the row where the selection began to this one; returns whether all of them fitted. */
  extendTo(row: number): boolean {
    const anchor = this.anchor ?? row;
    const length = Math.abs(row - anchor) + 1;
    const reach = Math.min(length, this.rowsMax) - 1;
    this.spans =
      row >= anchor ? [{ from: row - reach, to: row + 1 }] : [{ from: row, to: row + reach + 1 }];
    this.leadRow = row;
    this.anchor = anchor;
    return length <= this.rowsMax;
  }

  /** Returns whether all of them fitted; else the newest are selected. */
  selectAll({ first, end }: { readonly first: number; readonly end: number }): boolean {
    const from = Math.max(first, end - this.rowsMax);
    this.spans = end > first ? [{ from, to: end }] : [];
    if (this.leadRow === undefined || !this.has(this.leadRow)) {
      this.leadRow = end > first ? end - 1 : undefined;
    }
    this.anchor = this.leadRow;
    return from === first;
  }

  /** Forgets rows that no longer exist, but not the lead: what it showed is still on the screen. */
  dropBefore(first: number): void {
    if ((this.spans[0]?.from ?? first) >= first) return;
    this.spans = this.spans
      .map(({ from, to }) => ({ from: Math.max(from, first), to }))
      .filter(({ from, to }) => to > from);
  }
}

function cut(spans: readonly Span[], row: number): Span[] {
  return spans.flatMap(({ from, to }) =>
    row < from || row >= to
      ? [{ from, to }]
      : [
          { from, to: row },
          { from: row + 1, to },
        ].filter((part) => part.to > part.from),
  );
}

function joined(spans: readonly Span[], added: Span): Span[] {
  const all: Span[] = [];
  for (const span of [...spans, added].sort((left, right) => left.from - right.from)) {
    const last = all.at(-1);
    if (last && span.from <= last.to) {
      all[all.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    } else all.push(span);
  }
  return all;
}
