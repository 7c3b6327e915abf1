/** What became of a payload on its way through the decoders. */
export interface DecodedPayload {
  /** What the last step made of it: JSON as it was written, other text, or bytes that nothing could read. */
  readonly kind: 'json' | 'text' | 'binary';
  /** Empty when `kind` is 'binary'. It may be cut; `isComplete` says so. */
  readonly text: string;
  readonly isComplete: boolean;
  /** In the order in which they ran; the last one says why it went no further. */
  readonly steps: readonly DecodeStep[];
  /** The steps were chosen by a person; they are detected otherwise. */
  readonly isPinned?: boolean;
  /** Of a change record, its image before and after, as JSON; undefined where there is none. */
  readonly change?: { readonly before: string | undefined; readonly after: string | undefined };
}

export interface DecodeStep {
  /** As a person names it: "gzip", "KPL aggregate", "JSON". */
  readonly decoder: string;
  /** `waiting`: for a schema that is being fetched. */
  readonly outcome: 'decoded' | 'failed' | 'waiting' | 'stopped';
  /** What it found, or why it stopped; a sentence without its full stop, or empty. */
  readonly note: string;
}

/** Where a user record stands in the aggregate that brought it, from 0. */
export interface AggregatePlace {
  readonly index: number;
  readonly count: number;
}
