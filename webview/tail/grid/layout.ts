import type {
  ColumnSource,
  FieldName,
  GridColumn,
  GridLayout,
  TimeFormat,
} from '../../../src/protocol/webview/grid.ts';
import { limits } from '../../limits.ts';

const FIELDS: readonly FieldName[] = [
  'time',
  'shard',
  'key',
  'sequence',
  'size',
  'decoder',
  'data',
];
/** Shown once the reader asks for it: most streams need no decoder. */
const HIDDEN_AT_FIRST: readonly FieldName[] = ['decoder'];
const TIME_FORMATS: readonly TimeFormat[] = ['local', 'utc', 'relative', 'epoch'];

export const defaultLayout: GridLayout = {
  columns: FIELDS.map((field) => ({
    source: { kind: 'field', field },
    isShown: !HIDDEN_AT_FIRST.includes(field),
  })),
  timeFormat: 'local',
  showsShardColors: true,
};

/** Tells columns apart; a path cannot be twice among them. */
export function columnId({ source }: GridColumn): string {
  return source.kind === 'path' ? `path:${source.path}` : source.field;
}

/** Hidden where there is no room for them, whatever the layout says. */
const ONLY_WHERE_WIDE: readonly string[] = ['sequence', 'size'];

export function shownColumns(layout: GridLayout, isNarrow = false): readonly GridColumn[] {
  return layout.columns.filter(
    (column) => column.isShown && !(isNarrow && ONLY_WHERE_WIDE.includes(columnId(column))),
  );
}

export function shownPaths(layout: GridLayout): string[] {
  return shownColumns(layout).flatMap(({ source }) =>
    source.kind === 'path' ? [source.path] : [],
  );
}

const WIDTHS_PX: Readonly<Record<Exclude<FieldName, 'time'>, number>> = {
  shard: 40,
  key: 130,
  sequence: 68,
  size: 56,
  decoder: 90,
  data: 0,
};
const TIME_WIDTHS_PX: Readonly<Record<TimeFormat, number>> = {
  local: 92,
  utc: 100,
  relative: 84,
  epoch: 104,
};
const PATH_WIDTH_PX = 110;

export function widthPxOf(column: GridColumn, timeFormat: TimeFormat): number {
  if (column.widthPx !== undefined) return column.widthPx;
  const { source } = column;
  if (source.kind === 'path') return PATH_WIDTH_PX;
  return source.field === 'time' ? TIME_WIDTHS_PX[timeFormat] : WIDTHS_PX[source.field];
}

/** The tracks of CSS's grid, and how wide a row has to be; the data takes what is left. */
export function tracksOf(
  columns: readonly GridColumn[],
  timeFormat: TimeFormat,
): { readonly template: string; readonly minWidthPx: number } {
  const tracks = columns.map((column) => {
    const isData = columnId(column) === 'data' && column.widthPx === undefined;
    return isData ? undefined : widthPxOf(column, timeFormat);
  });
  const texts = tracks.map((px) =>
    px === undefined ? `minmax(${limits.dataWidthPxMin}px, 1fr)` : `${px}px`,
  );
  const template = tracks.includes(undefined) ? texts : [...texts, 'minmax(0, 1fr)'];
  const widths = tracks.map((px) => px ?? limits.dataWidthPxMin);
  const minWidthPx = widths.reduce((sum, px) => sum + px + limits.columnGapPx, limits.columnGapPx);
  return { template: template.join(' '), minWidthPx };
}

export function withWidth(layout: GridLayout, id: string, widthPx: number | undefined): GridLayout {
  const { columnWidthPxMin, columnWidthPxMax } = limits;
  return changed(layout, id, ({ source, isShown }) => ({
    source,
    isShown,
    ...(widthPx === undefined
      ? {}
      : { widthPx: Math.round(Math.min(columnWidthPxMax, Math.max(columnWidthPxMin, widthPx))) }),
  }));
}

/** One column is always left. */
export function withShown(layout: GridLayout, id: string, isShown: boolean): GridLayout {
  const next = changed(layout, id, (column) => ({ ...column, isShown }));
  return shownColumns(next).length === 0 ? layout : next;
}

/** Moves a column before another one, or to the end. */
export function movedBefore(
  layout: GridLayout,
  id: string,
  before: string | undefined,
): GridLayout {
  const column = layout.columns.find((other) => columnId(other) === id);
  if (!column || id === before) return layout;
  const others = layout.columns.filter((other) => other !== column);
  const at = others.findIndex((other) => columnId(other) === before);
  const columns = others.toSpliced(at < 0 ? others.length : at, 0, column);
  return { ...layout, columns };
}

/** Moves a column past its neighbour; `among` are those that count as neighbours. */
export function movedBy(
  layout: GridLayout,
  id: string,
  { step, among }: { readonly step: 1 | -1; readonly among: readonly GridColumn[] },
): GridLayout {
  const ids = among.map(columnId);
  const at = ids.indexOf(id);
  const to = at + step;
  if (at < 0 || to < 0 || to >= ids.length) return layout;
  if (step < 0) return movedBefore(layout, id, ids[to]);
  const neighbour = layout.columns.findIndex((column) => columnId(column) === ids[to]);
  const after = layout.columns[neighbour + 1];
  return movedBefore(layout, id, after && columnId(after));
}

/** Adds a column of a JSON path before the data, or shows the one that is there already. */
export function withPath(layout: GridLayout, path: string): GridLayout {
  const source: ColumnSource = { kind: 'path', path };
  const id = columnId({ source, isShown: true });
  if (layout.columns.some((column) => columnId(column) === id)) return withShown(layout, id, true);
  const paths = layout.columns.filter((column) => column.source.kind === 'path');
  if (paths.length >= limits.pathColumnsMax) return layout;
  const columns = [...layout.columns, { source, isShown: true }];
  return movedBefore({ ...layout, columns }, id, 'data');
}

/** Only columns of paths can go; the others can be hidden. */
export function withoutPath(layout: GridLayout, id: string): GridLayout {
  const columns = layout.columns.filter(
    (column) => column.source.kind === 'field' || columnId(column) !== id,
  );
  const next = { ...layout, columns };
  return shownColumns(next).length === 0 ? layout : next;
}

function changed(
  layout: GridLayout,
  id: string,
  change: (column: GridColumn) => GridColumn,
): GridLayout {
  const columns = layout.columns.map((column) =>
    columnId(column) === id ? change(column) : column,
  );
  return { ...layout, columns };
}

/** Takes what it knows of a layout that was kept, whoever wrote it; undefined when it is none. */
export function parseLayout(kept: unknown): GridLayout | undefined {
  if (!isObject(kept) || !Array.isArray(kept['columns'])) return undefined;
  const columns: GridColumn[] = [];
  for (const item of kept['columns'] as unknown[]) {
    const column = parseColumn(item);
    const isKnown = columns.some((other) => column && columnId(other) === columnId(column));
    if (column && !isKnown) columns.push(column);
  }
  const fields = columns.filter(({ source }) => source.kind === 'field').map(columnId);
  const missing = defaultLayout.columns.filter((column) => !fields.includes(columnId(column)));
  const paths = columns.filter(({ source }) => source.kind === 'path');
  const surplus = new Set(paths.slice(limits.pathColumnsMax));
  const all = [...columns.filter((column) => !surplus.has(column)), ...missing];
  const timeFormat = TIME_FORMATS.find((format) => format === kept['timeFormat']) ?? 'local';
  const layout = { columns: all, timeFormat, showsShardColors: kept['showsShardColors'] !== false };
  return shownColumns(layout).length === 0 ? undefined : layout;
}

function parseColumn(item: unknown): GridColumn | undefined {
  if (!isObject(item) || !isObject(item['source'])) return undefined;
  const { kind, field, path } = item['source'];
  const name = FIELDS.find((known) => known === field);
  const isPath = kind === 'path' && typeof path === 'string' && path.length <= limits.pathCharsMax;
  const source: ColumnSource | undefined = isPath
    ? { kind: 'path', path }
    : kind === 'field' && name
      ? { kind: 'field', field: name }
      : undefined;
  if (!source) return undefined;
  const { widthPx } = item;
  const isWidth =
    typeof widthPx === 'number' &&
    widthPx >= limits.columnWidthPxMin &&
    widthPx <= limits.columnWidthPxMax;
  return { source, isShown: item['isShown'] !== false, ...(isWidth ? { widthPx } : {}) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
