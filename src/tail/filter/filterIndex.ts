import type { FilterCounts } from '../../protocol/webview/filter.ts';
import { FILTER_SLICE_BYTES, FILTER_SLICE_MS, FILTER_SLICE_RECORDS } from '../limits.ts';
import type { Candidate } from './candidate.ts';
import type { RecordMatcher } from './compile.ts';
import { NumberQueue } from './numberQueue.ts';
import { TooLargeToJudge, Undecided } from './undecided.ts';

/**
 * The numbers of the matching records, found by one cursor that goes through the window from its
 * oldest record to its newest, a slice at a time. What arrives in between waits its turn, so
 * nothing is lost and matches are always in order. A match's ordinal is its place among all matches
 * since the filter was set; like record numbers, ordinals stay when older matches are dropped.
 */
export class FilterIndex {
  private readonly candidate: Candidate;
  private readonly matches: RecordMatcher;
  private readonly numbers = new NumberQueue();
  private cursor: number;
  private errors = 0;
  private tooLarge = 0;
  private lastError: string | undefined;
  private filterMs = 0;

  constructor(matches: RecordMatcher, candidate: Candidate, fromNumber: number) {
    this.matches = matches;
    this.candidate = candidate;
    this.cursor = fromNumber;
  }

  get first(): number {
    return this.numbers.first;
  }

  get end(): number {
    return this.numbers.end;
  }

  /** Record number of an ordinal. */
  numberOf(ordinal: number): number | undefined {
    return this.numbers.get(ordinal);
  }

  /** Undefined for a record that does not match, or that was not looked at yet. */
  ordinalOf(number: number): number | undefined {
    return this.numbers.positionOf(number);
  }

  /** How many records before `endNumber` are still to be looked at. */
  pending(endNumber: number): number {
    return Math.max(0, endNumber - this.cursor);
  }

  counts(endNumber: number): FilterCounts {
    const { errors, tooLarge, lastError } = this;
    const filterMs = Math.round(this.filterMs);
    const pending = this.pending(endNumber);
    return { pending, errors, ...(tooLarge > 0 && { tooLarge }), lastError, filterMs };
  }

  /** Forgets what has left the window. */
  dropBefore(firstNumber: number): void {
    this.numbers.dropBelow(firstNumber);
    this.cursor = Math.max(this.cursor, firstNumber);
  }

  /**
   * Looks at one slice of the records before `endNumber`: until the time is up, by a clock that
   * `nowMs` reads in milliseconds, or enough was looked at where that clock stands still.
   */
  scanSlice(endNumber: number, nowMs: () => number): void {
    const startMs = nowMs();
    const sliceEnd = Math.min(endNumber, this.cursor + FILTER_SLICE_RECORDS);
    let bytesLeft = FILTER_SLICE_BYTES;
    const { stackTraceLimit } = Error;
    // An expression that fails on every record would spend most of the time on traces nobody reads.
    Error.stackTraceLimit = 0;
    try {
      while (this.cursor < sliceEnd && bytesLeft > 0 && nowMs() - startMs < FILTER_SLICE_MS) {
        bytesLeft -= this.judge(this.cursor);
        this.cursor++;
      }
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
    this.filterMs += nowMs() - startMs;
  }

  /** Returns how many bytes were looked at, at most. */
  private judge(number: number): number {
    this.candidate.moveTo(number);
    // Whatever one record brings about, the others have their turn.
    try {
      if (this.matches(this.candidate)) this.numbers.push(number);
    } catch (error) {
      if (error instanceof TooLargeToJudge) this.tooLarge++;
      else this.errors++;
      this.lastError =
        error instanceof Undecided ? error.message : 'The data could not be looked into.';
    }
    return this.candidate.bytesLookedAt;
  }
}
