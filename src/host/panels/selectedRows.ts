import { ExpectedError } from '../../base/errors.ts';
import type { RowSnapshot } from '../../tail/export/rowSnapshot.ts';
import type { TailChoice } from './tailChoice.ts';

/** The rows that were selected, as far as the tail still has them. */
export interface SelectedRows {
  readonly rows: RowSnapshot;
  readonly missing: number;
}

/** Undefined when nothing was selected. Throws when all of it is gone: nobody meant everything else. */
export function selectedRows({ session, selection }: TailChoice): SelectedRows | undefined {
  if (!selection || selection.ordinals.length === 0) return undefined;
  const rows = session.snapshot(selection);
  if (rows.count === 0) {
    throw new ExpectedError(
      'notFound',
      'The selected records have left the window of the tail. Select others.',
    );
  }
  return { rows, missing: selection.ordinals.length - rows.count };
}
