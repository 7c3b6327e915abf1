/** Which records a tail shows: those for which every condition holds. */
export interface TailFilter {
  readonly conditions: readonly Condition[];
}

/** One condition; `negated` turns it round. */
export type Condition = ConditionTest & { readonly negated?: boolean };

export type ConditionTest =
  /**
   * In the key or the decoded data, without regard to case; or the whole id of the shard, or the last six
   * digits or more of the sequence number.
   */
  | { readonly kind: 'text'; readonly text: string }
  /** RE2 syntax, in the key or the decoded data. */
  | { readonly kind: 'regex'; readonly pattern: string }
  | { readonly kind: 'shard'; readonly shardIds: readonly string[] }
  | { readonly kind: 'key'; readonly partitionKeys: readonly string[] }
  /** Arrival in [fromMs, toMs), epoch milliseconds; an open end has no bound. */
  | { readonly kind: 'time'; readonly fromMs?: number; readonly toMs?: number }
  /** Compares what a JSON path finds first in the decoded data. `exists` needs no value. */
  | {
      readonly kind: 'path';
      readonly path: string;
      readonly operator: PathOperator;
      readonly value: string;
    }
  /** CEL over `data`, `key`, `shard`, `sequenceNumber`, `time` and `size`. */
  | { readonly kind: 'expression'; readonly expression: string };

export type PathOperator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'contains' | 'matches' | 'exists';

export const NO_FILTER: TailFilter = { conditions: [] };
