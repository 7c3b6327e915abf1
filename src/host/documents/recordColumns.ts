import { unreachable } from '../../base/errors.ts';
import type { FieldName, GridColumn, TimeFormat } from '../../protocol/webview/grid.ts';
import type { RecordDetail } from '../../protocol/webview/tail.ts';
import { readableRecord } from './recordText.ts';

/** The columns that are copied, and how their times read. */
export interface CopiedColumns {
  readonly columns: readonly GridColumn[];
  readonly timeFormat: TimeFormat;
}

const field = (name: FieldName): GridColumn => ({
  source: { kind: 'field', field: name },
  isShown: true,
});

/** What is copied where the page names no columns. */
export const defaultColumns: CopiedColumns = {
  columns: (['time', 'shard', 'key', 'sequence', 'data'] as const).map(field),
  timeFormat: 'utc',
};

export function shownColumns({ columns }: CopiedColumns): readonly GridColumn[] {
  return columns.filter(({ isShown }) => isShown);
}

export function pathsOf(columns: readonly GridColumn[]): string[] {
  return columns.flatMap(({ source }) => (source.kind === 'path' ? [source.path] : []));
}

const TITLES: Readonly<Record<FieldName, string>> = {
  time: 'time',
  shard: 'shard',
  key: 'partitionKey',
  sequence: 'sequenceNumber',
  size: 'bytes',
  decoder: 'decodedBy',
  data: 'data',
};

/** For the first line of CSV. */
export function columnTitles(columns: readonly GridColumn[]): string[] {
  return columns.map(({ source }) => (source.kind === 'path' ? source.path : TITLES[source.field]));
}

/** The whole values of a record; `found` is what the paths of the columns find, in their order. */
export function columnTexts(
  record: RecordDetail,
  { columns, timeFormat, found }: CopiedColumns & { readonly found: readonly string[] },
): string[] {
  let pathIndex = 0;
  return columns.map(({ source }) =>
    source.kind === 'path'
      ? (found[pathIndex++] ?? '')
      : fieldText(record, source.field, timeFormat),
  );
}

function fieldText(record: RecordDetail, name: FieldName, format: TimeFormat): string {
  const { row } = record;
  switch (name) {
    case 'time':
      return timeText(row.arrivalMs, format);
    case 'shard':
      return row.shardId;
    case 'key':
      return row.partitionKey;
    case 'sequence':
      return row.sequenceNumber;
    case 'size':
      return String(row.bytes);
    case 'decoder':
      return row.decodedBy ?? '';
    case 'data':
      return readableRecord(record).text;
    default:
      return unreachable(name);
  }
}

/** "12 s ago" means nothing once it is pasted, so that is UTC. */
function timeText(epochMs: number, format: TimeFormat): string {
  if (format === 'epoch') return String(epochMs);
  return format === 'local' ? localIso(epochMs) : new Date(epochMs).toISOString();
}

/** `2026-03-01T13:04:31.207+01:00`: the time of this machine, and yet no doubt. */
function localIso(epochMs: number): string {
  const offsetMinutes = -new Date(epochMs).getTimezoneOffset();
  const shifted = new Date(epochMs + offsetMinutes * 60_000).toISOString().slice(0, -1);
  const size = Math.abs(offsetMinutes);
  const pad = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${shifted}${offsetMinutes < 0 ? '-' : '+'}${pad(size / 60)}:${pad(size % 60)}`;
}
