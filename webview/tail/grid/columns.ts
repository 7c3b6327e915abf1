import type { GridColumn, GridLayout } from '../../../src/protocol/webview/grid.ts';
import type { TailRow } from '../../../src/protocol/webview/tail.ts';
import { shortShardId } from '../../../src/formats/shardId.ts';
import { unreachable } from '../../../src/base/errors.ts';
import { formatBytes, plural, shortSequenceNumber } from '../text/format.ts';
import { dateTimeText, timeText } from '../text/timeFormat.ts';
import { makeVisible } from '../../../src/formats/visibleText.ts';
import { columnId, shownColumns } from './layout.ts';

/** A column as it is drawn. */
export interface Column {
  readonly id: string;
  readonly column: GridColumn;
  /** The class of its cells. */
  readonly name: string;
  readonly title: string;
  /** True when the search may match what the cell shows. */
  readonly searched: boolean;
  /** Where there is no room for the whole, the end tells more than the middle. */
  readonly keepsEnd?: boolean;
  text(row: TailRow): string;
  /** The full value, shown when the pointer rests on the cell. */
  tooltip(row: TailRow): string;
  /** What a screen reader says of the cell where it does not say the column's title. */
  spoken(row: TailRow): string;
}

/** The columns that are shown, from left to right. */
export function columnsOf(layout: GridLayout, isNarrow: boolean): readonly Column[] {
  let pathIndex = 0;
  return shownColumns(layout, isNarrow).map((column) =>
    column.source.kind === 'path'
      ? pathColumn(column, pathIndex++)
      : { ...fieldColumn(column.source.field, layout), id: columnId(column), column },
  );
}

/** What names a column in the header and in the choice of columns. */
export function columnTitle({ source }: GridColumn): string {
  return source.kind === 'path'
    ? makeVisible(source.path.replace(/^\$\./, ''))
    : TITLES[source.field];
}

const TITLES = {
  time: 'Time',
  shard: 'Shard',
  key: 'Key',
  sequence: 'Sequence',
  size: 'Size',
  decoder: 'Decoded by',
  data: 'Data',
} as const;

function pathColumn(column: GridColumn, index: number): Column {
  const text = (row: TailRow): string => row.cells?.[index] ?? '';
  const title = columnTitle(column);
  const id = columnId(column);
  const spoken = (row: TailRow): string => `${title} ${text(row) || 'missing'}`;
  return { id, column, name: 'path', title, searched: true, text, tooltip: text, spoken };
}

function fieldColumn(
  name: keyof typeof TITLES,
  { timeFormat }: GridLayout,
): Omit<Column, 'id' | 'column'> {
  const title = TITLES[name];
  const named = (word: string, text: (row: TailRow) => string) => (row: TailRow) =>
    `${word} ${text(row)}`;
  switch (name) {
    case 'time': {
      const text = (row: TailRow): string => timeText(row.arrivalMs, timeFormat, Date.now());
      const tooltip = (row: TailRow): string =>
        `Arrived ${dateTimeText(row.arrivalMs, { format: timeFormat, nowMs: Date.now() })}`;
      return { name, title, searched: false, text, tooltip, spoken: text };
    }
    case 'shard': {
      const text = (row: TailRow): string => makeVisible(shortShardId(row.shardId));
      const tooltip = (row: TailRow): string => makeVisible(row.shardId);
      return { name, title, searched: false, text, tooltip, spoken: named('shard', text) };
    }
    case 'key': {
      const text = (row: TailRow): string => makeVisible(row.partitionKey);
      const spoken = named('key', text);
      return { name, title, searched: true, keepsEnd: true, text, tooltip: text, spoken };
    }
    case 'sequence':
      return {
        name,
        title,
        searched: true,
        text: (row) => shortSequenceNumber(row.sequenceNumber) + placeIn(row),
        tooltip: (row) => row.sequenceNumber + placeIn(row),
        spoken: (row) => `sequence number ending in ${row.sequenceNumber.slice(-6)}${placeIn(row)}`,
      };
    case 'size': {
      const tooltip = (row: TailRow): string => `${row.bytes} bytes`;
      const text = (row: TailRow): string => formatBytes(row.bytes);
      const spoken = (row: TailRow): string => plural(row.bytes, 'byte');
      return { name, title, searched: false, text, tooltip, spoken };
    }
    case 'decoder': {
      const text = (row: TailRow): string => makeVisible(row.decodedBy ?? '');
      const spoken = (row: TailRow): string => (text(row) ? `decoded by ${text(row)}` : '');
      return { name, title, searched: false, text, tooltip: text, spoken };
    }
    case 'data': {
      const text = (row: TailRow): string => makeVisible(row.preview);
      const tooltip = (row: TailRow): string => (row.isText ? '' : 'Not text: shown as hex');
      const spoken = (row: TailRow): string => (row.isText ? text(row) : `binary ${text(row)}`);
      return { name, title, searched: true, text, tooltip, spoken };
    }
    default:
      return unreachable(name);
  }
}

/** User records of one aggregate have its sequence number, and differ in this. */
function placeIn({ subSequenceNumber }: TailRow): string {
  return subSequenceNumber === undefined ? '' : `:${subSequenceNumber}`;
}
