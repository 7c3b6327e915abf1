import { type Clock, sleep } from '../../base/clock.ts';
import { ExpectedError } from '../../base/errors.ts';
import type { TailCounts } from '../../protocol/webview/tail.ts';
import { NEIGHBOUR_SLICE_ROWS } from '../limits.ts';

interface Rows {
  readonly counts: TailCounts;
  /** The partition key of a row in [first, end). */
  keyAt(ordinal: number): string | undefined;
}

interface Start {
  readonly generation: number;
  readonly ordinal: number;
  readonly direction: 'next' | 'previous';
}

/**
 * Looks for the nearest row with the same partition key, in slices that let everything else run in
 * between. A new search ends the one before.
 */
export class NeighbourSearch {
  private readonly rows: Rows;
  private readonly clock: Clock;
  private abort: AbortController | undefined;

  constructor(rows: Rows, clock: Clock) {
    this.rows = rows;
    this.clock = clock;
  }

  /** Rejects as cancelled when another search begins or this is disposed. */
  async find({ generation, ordinal, direction }: Start): Promise<number | undefined> {
    this.cancel();
    const abort = new AbortController();
    this.abort = abort;
    const step = direction === 'next' ? 1 : -1;
    let key: string | undefined;
    for (let from = ordinal; ; from += step * NEIGHBOUR_SLICE_ROWS) {
      const now = this.rows.counts;
      const isGone = now.generation !== generation || from < now.first || from >= now.end;
      if (isGone) return undefined;
      key ??= this.rows.keyAt(ordinal);
      const found = this.scan({ key, from: from + step, step });
      if (found !== undefined) return found;
      await sleep(this.clock, 0, abort.signal);
    }
  }

  dispose(): void {
    this.cancel();
  }

  private cancel(): void {
    this.abort?.abort(new ExpectedError('cancelled', 'The search for another record was given up'));
  }

  private scan(slice: { key: string | undefined; from: number; step: number }): number | undefined {
    const { key, from, step } = slice;
    const { first, end } = this.rows.counts;
    for (let count = 0; count < NEIGHBOUR_SLICE_ROWS; count++) {
      const ordinal = from + step * count;
      if (ordinal < first || ordinal >= end) return undefined;
      if (this.rows.keyAt(ordinal) === key) return ordinal;
    }
    return undefined;
  }
}
