import type { Candidate } from './candidate.ts';

/** A compiled condition. */
export interface RecordTest {
  /** Cheap tests run first, so that the dear ones see fewer records. */
  readonly cost: 'columns' | 'bytes' | 'text' | 'value';
  /** Throws `Undecided` for a record that it cannot judge. */
  holds(candidate: Candidate): boolean;
}

/** What can be wrong with a condition, and where in its text. */
export class ConditionError extends Error {
  override readonly name = 'ConditionError';
  readonly position: number | undefined;

  constructor(message: string, position?: number) {
    super(message);
    this.position = position;
  }
}
