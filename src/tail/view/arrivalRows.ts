import { ARRIVAL_STEP_RECORDS, FILTER_SLICE_MS, FILTER_SLICE_RECORDS } from '../limits.ts';
import { byArrival } from '../window/arrivalOrder.ts';
import type { RecordWindow } from '../window/recordWindow.ts';
import type { Rows } from './rows.ts';

/**
 * The rows of a view that holds still, in the order in which their records arrived. They are put in
 * order a slice at a time, and to be shown when none is pending; whoever wants other rows by then
 * forgets this object. Ordinals begin at 0. Takes eight bytes a row.
 */
export class ArrivalRows implements Rows {
  readonly first = 0;
  readonly end: number;
  private readonly asRead: Rows;
  private readonly asReadFirst: number;
  /** By ordinal, the place among the rows as they were read; and the other way round. */
  private readonly places: Uint32Array;
  private readonly ordinals: Uint32Array;
  private merge: Generator<number | undefined, void> | undefined;
  private ordered = 0;

  /** Nothing may join or leave `asRead` any more. */
  constructor(window: RecordWindow, asRead: Rows) {
    const { first, end } = asRead;
    this.asRead = asRead;
    this.asReadFirst = first;
    this.end = end - first;
    this.places = new Uint32Array(this.end);
    this.ordinals = new Uint32Array(this.end);
    const numberAt = (place: number): number => asRead.numberOf(first + place) ?? -1;
    this.merge = byArrival({
      count: this.end,
      shardIdOf: (place) => window.shardIdOf(numberAt(place)),
      arrivalMsOf: (place) => window.arrivalMsOf(numberAt(place)),
    });
  }

  /** Rows that have no place yet. */
  get pending(): number {
    return this.merge ? Math.max(1, this.end - this.ordered) : 0;
  }

  /** Works until the time since `startMs` is up, or enough is done where the clock stands still. */
  orderSlice(nowMs: () => number, startMs = nowMs()): void {
    let recordsLeft = FILTER_SLICE_RECORDS;
    let nextLook = recordsLeft - ARRIVAL_STEP_RECORDS;
    while (this.merge && recordsLeft > 0) {
      const { value: place, done } = this.merge.next();
      if (done === true) this.merge = undefined;
      else if (place === undefined) recordsLeft -= ARRIVAL_STEP_RECORDS;
      else {
        this.ordinals[place] = this.ordered;
        this.places[this.ordered++] = place;
        recordsLeft--;
      }
      if (recordsLeft > nextLook) continue;
      nextLook = recordsLeft - ARRIVAL_STEP_RECORDS;
      if (nowMs() - startMs >= FILTER_SLICE_MS) return;
    }
  }

  numberOf(ordinal: number): number | undefined {
    const place = ordinal < this.ordered ? this.places[ordinal] : undefined;
    return place === undefined ? undefined : this.asRead.numberOf(this.asReadFirst + place);
  }

  ordinalOf(number: number): number | undefined {
    const ordinal = this.asRead.ordinalOf(number);
    return ordinal === undefined ? undefined : this.ordinals[ordinal - this.asReadFirst];
  }
}
