import { EXPORT_SLICE_CHARS, EXPORT_SLICE_MS, EXPORT_SLICE_RECORDS } from '../limits.ts';
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
 * undefined among them ends a slice. What a record unpacks to counts, not what it is packed in.
 */
export function* exportSlices(
  rows: RowSnapshot,
  format: RowFormat,
  order: Iterable<number | undefined> = inOrder(rows),
  nowMs: () => number = () => performance.now(),
): Generator<ExportSlice, void> {
  let text = format.head;
  let records = 0;
  let startMs = nowMs();
  let written = 0;
  let missing = 0;
  for (const index of order) {
    const row = index === undefined ? undefined : rows.row(index);
    if (row) {
      text += format.line(row);
      written++;
    } else if (index !== undefined) missing++;
    records++;
    const isShort = records < EXPORT_SLICE_RECORDS && text.length < EXPORT_SLICE_CHARS;
    if (index !== undefined && isShort && nowMs() - startMs < EXPORT_SLICE_MS) continue;
    yield { text, written, missing };
    text = '';
    records = 0;
    startMs = nowMs();
  }
  yield { text, written, missing };
}

function* inOrder(rows: RowSnapshot): Generator<number, void> {
  for (let index = 0; index < rows.count; index++) yield index;
}
