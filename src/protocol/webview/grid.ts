/** How the grid of a tail is laid out. The page keeps it, and the host for the next tail of the stream. */
export interface GridLayout {
  /** From left to right, the hidden ones among them. */
  readonly columns: readonly GridColumn[];
  readonly timeFormat: TimeFormat;
  /** A thin mark in the shard's colour at the left of each row. */
  readonly showsShardColors: boolean;
}

export interface GridColumn {
  readonly source: ColumnSource;
  readonly isShown: boolean;
  /** Undefined where the reader has not chosen one. The data takes what the others leave. */
  readonly widthPx?: number;
}

export type ColumnSource =
  | { readonly kind: 'field'; readonly field: FieldName }
  /** What a JSON path finds first in the decoded data. */
  | { readonly kind: 'path'; readonly path: string };

export type FieldName = 'time' | 'shard' | 'key' | 'sequence' | 'size' | 'decoder' | 'data';

/** Of the rows: as they were read, or all shards together by the time of arrival, the oldest first. */
export type RowOrder = 'read' | 'arrival';

/** `epoch` is milliseconds; `relative` is "12 s ago". */
export type TimeFormat = 'local' | 'utc' | 'relative' | 'epoch';

/**
 * How records go to the clipboard: lines of tab-separated columns, a line of JSON each, CSV with a
 * header, the data alone, or AWS CLI commands that put them again.
 */
export type CopyFormat = 'text' | 'json' | 'csv' | 'data' | 'command';

/** What a command of VS Code asks of the page, which alone knows what is selected. */
export type PageAction =
  | { readonly kind: 'copy'; readonly format: CopyFormat }
  | { readonly kind: 'open' | 'compare' | 'showChange' | 'nextWithKey' | 'previousWithKey' }
  | { readonly kind: 'chooseColumns' }
  | { readonly kind: 'order'; readonly by: RowOrder }
  /** Of the value that the reader stands on in the tree of a record. */
  | { readonly kind: 'addColumn' | 'copyPath' | 'copyValue' }
  | FilterByAction
  /** Comes back as the request `keep` with what is selected. */
  | { readonly kind: 'keep'; readonly action: KeepAction };

/** By that of the selected record, or the value in its tree that the reader stands on. */
export interface FilterByAction {
  readonly kind: 'filterBy';
  readonly what: 'key' | 'shard' | 'value';
  /** Of a value in a cell: the JSON path of its column. */
  readonly path?: string;
  /** Shows all but these. */
  readonly negated?: boolean;
}

/** What can be done with rows beside reading and copying them. */
export type KeepAction = 'export' | 'replay';
