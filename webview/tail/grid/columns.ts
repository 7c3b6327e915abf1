import type { GridColumn, GridLayout } from '../../../src/protocol/webview/grid.ts';
import type { TailRow } from '../../../src/protocol/webview/tail.ts';
import { shortShardId } from '../../../src/formats/shardId.ts';
import { unreachable } from '../../../src/base/errors.ts';
import { formatBytes, shortSequenceNumber } from '../text/format.ts';
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
  text(row: TailRow): string;
  /** The full value, shown when the pointer rests on the cell. */
  tooltip(row: TailRow): string;
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
  return { id, column, name: 'path', title, searched: true, text, tooltip: text };
}

function fieldColumn(
  name: keyof typeof TITLES,
  { timeFormat }: GridLayout,
): Omit<Column, 'id' | 'column'> {
  const title = TITLES[name];
  switch (name) {
    case 'time':
      return {
        name,
        title,
        searched: false,
        text: (row) => timeText(row.arrivalMs, timeFormat, Date.now()),
        tooltip: (row) =>
          `Arrived ${dateTimeText(row.arrivalMs, { format: timeFormat, nowMs: Date.now() })}`,
      };
    case 'shard':
      return {
        name,
        title,
        searched: false,
        text: (row) => makeVisible(shortShardId(row.shardId)),
        tooltip: (row) => makeVisible(row.shardId),
      };
    case 'key': {
      const text = (row: TailRow): string => makeVisible(row.partitionKey);
      return { name, title, searched: true, text, tooltip: text };
    }
    case 'sequence':
      return {
        name,
        title,
        searched: true,
        text: (row) => shortSequenceNumber(row.sequenceNumber) + placeIn(row),
        tooltip: (row) => row.sequenceNumber + placeIn(row),
      };
    case 'size':
      return {
        name,
        title,
        searched: false,
        text: (row) => formatBytes(row.bytes),
        tooltip: (row) => `${row.bytes} bytes`,
      };
    case 'decoder': {
      const text = (row: TailRow): string => makeVisible(row.decodedBy ?? '');
      return { name, title, searched: false, text, tooltip: text };
    }
    case 'data':
      return {
        name,
        title,
        searched: true,
        text: (row) => makeVisible(row.preview),
        tooltip: (row) => (row.isText ? '' : 'Not text: shown as hex'),
      };
    default:
      return unreachable(name);
  }
}

/** User records of one aggregate have its sequence number, and differ in this. */
function placeIn({ subSequenceNumber }: TailRow): string {
  return subSequenceNumber === undefined ? '' : `:${subSequenceNumber}`;
}
