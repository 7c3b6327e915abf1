import type { RowPage, TailRow } from '../../../src/protocol/webview/tail.ts';

/** A row that can be told from others by its key. */
export function rowOf(ordinal: number): TailRow {
  return {
    shardId: 'shardId-000000000000',
    sequenceNumber: String(ordinal),
    partitionKey: `key-${ordinal}`,
    arrivalMs: ordinal,
    bytes: 1,
    preview: '',
    isText: true,
  };
}

export function pageOf(generation: number, from: number, count: number): RowPage {
  return {
    generation,
    from,
    rows: Array.from({ length: count }, (_, index) => rowOf(from + index)),
  };
}
