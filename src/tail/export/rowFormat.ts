import type { KeptRow } from './rowSnapshot.ts';

/** How rows are written to a file: one line each. */
export interface RowFormat {
  /** Before the first row; ends its line, or is empty. */
  readonly head: string;
  /** Ends its line. */
  line(row: KeptRow): string;
}
