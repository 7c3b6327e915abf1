/**
 * A condition says neither yes nor no of one record: its expression fails there, or it is too large.
 * The record is not shown, negated or not, and counted.
 */
export class Undecided extends Error {
  override readonly name: string = 'Undecided';
}

/** It would take too long to look into the record. */
export class TooLargeToJudge extends Undecided {
  override readonly name = 'TooLargeToJudge';
}
