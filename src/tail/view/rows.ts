import type { RecordWindow } from '../window/recordWindow.ts';

/** Which records are shown and in which order: ordinals in [first, end), and their record numbers. */
export interface Rows {
  readonly first: number;
  readonly end: number;
  /** Undefined outside of [first, end). */
  numberOf(ordinal: number): number | undefined;
  /** Undefined for a record that is not shown. */
  ordinalOf(number: number): number | undefined;
}

/** All records of the window up to where the view ends; ordinals are record numbers. */
export class AllRows implements Rows {
  private readonly window: RecordWindow;
  private readonly viewEnd: () => number;

  constructor(window: RecordWindow, viewEnd: () => number) {
    this.window = window;
    this.viewEnd = viewEnd;
  }

  get first(): number {
    return this.window.first;
  }

  get end(): number {
    return this.viewEnd();
  }

  numberOf(ordinal: number): number | undefined {
    return ordinal >= this.first && ordinal < this.end ? ordinal : undefined;
  }

  ordinalOf(number: number): number | undefined {
    return this.numberOf(number);
  }
}
