/**
 * Maps ordinals to pixels. The list's top is the ordinal `base`, which may lag behind `first`, the
 * oldest row that still exists: so rows hold still while old ones drop, until `rebase` cuts the
 * empty space off and says by how much the scroll position has to move.
 */
export interface RowRange {
  readonly first: number;
  readonly end: number;
}

export class RowSpan {
  private baseOrdinal = 0;
  private range: RowRange = { first: 0, end: 0 };
  private readonly rowHeightPx: number;

  constructor(rowHeightPx: number) {
    this.rowHeightPx = rowHeightPx;
  }

  get base(): number {
    return this.baseOrdinal;
  }

  get first(): number {
    return this.range.first;
  }

  get end(): number {
    return this.range.end;
  }

  /** Rows from the list's top to its end, among them those that are gone already. */
  get length(): number {
    return this.range.end - this.baseOrdinal;
  }

  get heightPx(): number {
    return this.length * this.rowHeightPx;
  }

  /** Starts anew, as after a change of generation. */
  reset(range: RowRange): void {
    this.range = range;
    this.baseOrdinal = this.range.first;
  }

  /** The same generation went on: the end grows, the first rises. */
  advance(range: RowRange): void {
    this.range = range;
    this.baseOrdinal = Math.min(this.baseOrdinal, this.range.first);
  }

  /** Cuts off the space of dropped rows; returns the pixels by which everything moved up. */
  rebase(): number {
    const moved = (this.range.first - this.baseOrdinal) * this.rowHeightPx;
    this.baseOrdinal = this.range.first;
    return moved;
  }

  /** True when the space of dropped rows is in sight. */
  needsRebase(topPx: number): boolean {
    const emptyRows = this.range.first - this.baseOrdinal;
    return emptyRows > 0 && topPx < emptyRows * this.rowHeightPx;
  }

  topOf(ordinal: number): number {
    return (ordinal - this.baseOrdinal) * this.rowHeightPx;
  }

  /** The row at a distance from the list's top, within the rows that exist. */
  ordinalAt(topPx: number): number {
    const ordinal = this.baseOrdinal + Math.floor(topPx / this.rowHeightPx);
    return Math.max(this.range.first, Math.min(ordinal, this.range.end - 1));
  }

  /** Where to scroll so that the row is in view; undefined when it is already. */
  scrollFor(ordinal: number, view: { topPx: number; heightPx: number }): number | undefined {
    const topPx = this.topOf(ordinal);
    if (topPx < view.topPx) return topPx;
    const bottomPx = topPx + this.rowHeightPx;
    return bottomPx > view.topPx + view.heightPx ? bottomPx - view.heightPx : undefined;
  }
}
