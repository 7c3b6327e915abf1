/** Asks how many records arrived when: all that are in view, and those that the filter shows. */
export interface HistogramRequest {
  readonly split: HistogramSplit;
}

/** By what the records that are shown are told apart. */
export type HistogramSplit =
  | { readonly by: 'nothing' }
  | { readonly by: 'shard' }
  /** By what a JSON path finds first in the decoded data. */
  | { readonly by: 'path'; readonly path: string };

export interface Histogram {
  /** Start of the first bucket, in epoch milliseconds; buckets follow without a gap. */
  readonly fromMs: number;
  readonly stepMs: number;
  /** Records that arrived in each bucket. */
  readonly total: readonly number[];
  /** Of them the ones that the filter shows; all of them without a filter. */
  readonly shown: readonly number[];
  /** The largest parts of `shown`, by name, the rest last; empty when they are not told apart. */
  readonly groups: readonly HistogramGroup[];
}

export interface HistogramGroup {
  /** A shard id or a value; undefined for all that have no group of their own. */
  readonly name: string | undefined;
  readonly counts: readonly number[];
}
