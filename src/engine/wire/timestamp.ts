/** A point in time in an answer: fractional epoch seconds in JSON, tagged milliseconds in CBOR. */
export class Timestamp {
  readonly epochMs: number;

  constructor(epochMs: number) {
    this.epochMs = epochMs;
  }
}
