import { ExpectedError } from '../../base/errors.ts';
import type { RowSnapshot } from '../../tail/export/rowSnapshot.ts';
import type { TailChoice } from './tailChoice.ts';

/** The rows that were selected, as far as the tail still has them. */
export interface SelectedRows {
  readonly rows: RowSnapshot;
  readonly missing: number;
}

/**
 * Undefined when fewer were selected. Throws when all of them are gone: nobody meant everything else.
 * Where a single row is no selection, because it only has the focus, `fewest` is 2.
 */
export function selectedRows(
  { session, selection }: TailChoice,
  fewest = 1,
): SelectedRows | undefined {
  if (!selection || selection.ordinals.length < fewest) return undefined;
  const rows = session.snapshot(selection);
  if (rows.count === 0) {
    throw new ExpectedError(
      'notFound',
      'The selected records have left the window of the tail. Select others.',
    );
  }
  return { rows, missing: selection.ordinals.length - rows.count };
}
