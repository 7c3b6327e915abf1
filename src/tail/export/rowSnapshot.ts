import type { RowOrder } from '../../protocol/webview/grid.ts';
import type { Decoding, PayloadDecoder } from '../decoding.ts';
import type { Arrivals } from '../window/arrivalOrder.ts';
import type { RecordWindow, WindowRecord } from '../window/recordWindow.ts';

/** A row that goes out of the window: the record, and what its data means. */
export interface KeptRow {
  readonly record: WindowRecord;
  readonly decoding: Decoding;
}

/** The numbers in the window of the rows of a view, in order. */
export type RowNumbers =
  { readonly first: number; readonly end: number } | Float64Array<ArrayBuffer>;

/**
 * The rows of a view as they were at one moment, whatever becomes of the view: another filter, a
 * restart or more records change nothing here. Only records that the window drops are gone.
 */
export class RowSnapshot implements Arrivals {
  private readonly window: RecordWindow;
  private readonly decoder: PayloadDecoder;
  private readonly numbers: RowNumbers;
  readonly order: RowOrder;

  constructor(
    window: RecordWindow,
    decoder: PayloadDecoder,
    numbers: RowNumbers,
    order: RowOrder = 'read',
  ) {
    this.order = order;
    this.window = window;
    this.decoder = decoder;
    this.numbers = numbers;
  }

  get count(): number {
    const { numbers } = this;
    return 'first' in numbers ? Math.max(0, numbers.end - numbers.first) : numbers.length;
  }

  /** The record of a row, counted from 0; undefined when it has left the window. */
  record(index: number): WindowRecord | undefined {
    return this.window.get(this.numberOf(index));
  }

  /** Empty when it has left the window. */
  shardIdOf(index: number): string {
    return this.window.shardIdOf(this.numberOf(index));
  }

  /** 0 when it has left the window. */
  arrivalMsOf(index: number): number {
    return this.window.arrivalMsOf(this.numberOf(index));
  }

  row(index: number): KeptRow | undefined {
    const record = this.record(index);
    return record && { record, decoding: this.decoder.decode(record.data) };
  }

  /** A number that no record has where there is no such row. */
  private numberOf(index: number): number {
    const { numbers } = this;
    if (index >= this.count) return -1;
    return ('first' in numbers ? numbers.first + index : numbers[index]) ?? -1;
  }
}
