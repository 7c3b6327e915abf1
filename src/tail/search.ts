import { ExpectedError } from '../base/errors.ts';
import { SEARCH_CHARS_MAX, SEARCH_SLICE_BYTES, SEARCH_SLICE_RECORDS } from './limits.ts';
import type { RecordWindow, WindowRecord } from './window.ts';

/** Tells whether a record contains the text in its key, shard, sequence number or data. */
export type Matcher = (record: WindowRecord) => boolean;

/**
 * Matches without regard to case. Data is read as UTF-8; for a text of ASCII characters only, the
 * bytes are read as Latin-1 instead, which finds the same several times faster, because in UTF-8
 * the bytes of other characters are never ASCII. Throws `invalidInput` for a text that is too long.
 */
export function makeMatcher(text: string): Matcher {
  if (text.length > SEARCH_CHARS_MAX) {
    throw new ExpectedError(
      'invalidInput',
      `The text to search for is too long: at most ${SEARCH_CHARS_MAX} characters.`,
    );
  }
  const pattern = new RegExp(text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'i');
  const encoding = isAscii(text) ? 'latin1' : 'utf8';
  return (record) =>
    pattern.test(record.partitionKey) ||
    pattern.test(record.sequenceNumber) ||
    pattern.test(record.shardId) ||
    pattern.test(textOf(record.data, encoding));
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) >= 0x80) return false;
  }
  return true;
}

function textOf(data: Uint8Array, encoding: 'latin1' | 'utf8'): string {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString(encoding);
}

/**
 * The numbers of the matching records, found by one cursor that goes through the window from its
 * oldest record to its newest, a slice at a time. What arrives in between waits its turn, so
 * nothing is lost and matches are always in order. A match's ordinal is its place among all matches
 * since the search began; like record numbers, ordinals stay when older matches are dropped.
 */
export class SearchIndex {
  private readonly matches: Matcher;
  private readonly numbers = new NumberQueue();
  private cursor: number;

  constructor(matches: Matcher, fromNumber: number) {
    this.matches = matches;
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

  /** How many records before `endNumber` are still to be looked at. */
  pending(endNumber: number): number {
    return Math.max(0, endNumber - this.cursor);
  }

  /** Forgets what has left the window. */
  dropBefore(firstNumber: number): void {
    this.numbers.dropBelow(firstNumber);
    this.cursor = Math.max(this.cursor, firstNumber);
  }

  /** Looks at one slice of the records before `endNumber`. */
  scanSlice(window: RecordWindow, endNumber: number): void {
    const sliceEnd = Math.min(endNumber, this.cursor + SEARCH_SLICE_RECORDS);
    let bytesLeft = SEARCH_SLICE_BYTES;
    while (this.cursor < sliceEnd && bytesLeft > 0) {
      const record = window.get(this.cursor);
      if (record && this.matches(record)) this.numbers.push(this.cursor);
      bytesLeft -= record?.data.length ?? 0;
      this.cursor++;
    }
  }
}

/** Ascending numbers; the oldest go first. Positions are counted from the very first push. */
class NumberQueue {
  private values = new Float64Array(256);
  private firstPosition = 0;
  private endPosition = 0;

  get first(): number {
    return this.firstPosition;
  }

  get end(): number {
    return this.endPosition;
  }

  get(position: number): number | undefined {
    if (!Number.isInteger(position)) return undefined;
    if (position < this.firstPosition || position >= this.endPosition) return undefined;
    return this.values[position % this.values.length];
  }

  push(value: number): void {
    if (this.endPosition - this.firstPosition === this.values.length) this.grow();
    this.values[this.endPosition % this.values.length] = value;
    this.endPosition++;
  }

  dropBelow(value: number): void {
    while (
      this.firstPosition < this.endPosition &&
      (this.values[this.firstPosition % this.values.length] ?? 0) < value
    ) {
      this.firstPosition++;
    }
  }

  private grow(): void {
    const values = new Float64Array(this.values.length * 2);
    for (let position = this.firstPosition; position < this.endPosition; position++) {
      values[position % values.length] = this.values[position % this.values.length] ?? 0;
    }
    this.values = values;
  }
}
