import { EXPORT_SLICE_BYTES, EXPORT_SLICE_RECORDS } from '../limits.ts';
import type { RowFormat } from './rowFormat.ts';
import type { RowSnapshot } from './rowSnapshot.ts';

/** A piece of the file, to be written before others run. */
export interface ExportSlice {
  readonly text: string;
  /** Rows that are written, and that had left the window, so far. */
  readonly written: number;
  readonly missing: number;
}

/**
 * The rows as text, in slices of a few milliseconds each. `order` gives indexes of the snapshot;
 * undefined among them ends a slice.
 */
export function* exportSlices(
  rows: RowSnapshot,
  format: RowFormat,
  order: Iterable<number | undefined> = inOrder(rows),
): Generator<ExportSlice, void> {
  let text = format.head;
  let records = 0;
  let bytes = 0;
  let written = 0;
  let missing = 0;
  for (const index of order) {
    const row = index === undefined ? undefined : rows.row(index);
    if (row) {
      text += format.line(row);
      bytes += row.record.data.length;
      written++;
    } else if (index !== undefined) missing++;
    records++;
    if (index !== undefined && records < EXPORT_SLICE_RECORDS && bytes < EXPORT_SLICE_BYTES)
      continue;
    yield { text, written, missing };
    text = '';
    records = 0;
    bytes = 0;
  }
  yield { text, written, missing };
}

function* inOrder(rows: RowSnapshot): Generator<number, void> {
  for (let index = 0; index < rows.count; index++) yield index;
}
