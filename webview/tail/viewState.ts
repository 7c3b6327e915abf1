import type { HistogramSplit } from '../../src/protocol/webview/histogram.ts';
import { limits } from '../limits.ts';
import { BOX_MODES, type BoxMode } from './filter/barState.ts';
import type { GridPosition } from './grid/grid.ts';
import type { Span } from './grid/selection.ts';
import type { HistogramView } from './histogram/histogramPane.ts';
import { parseLayout } from './grid/layout.ts';
import type { CopyFormat, GridLayout } from '../../src/protocol/webview/grid.ts';
import type { TabId } from './detail/detail.ts';
import { printFilter } from '../../src/formats/filterText.ts';
import type { TailState } from '../../src/protocol/webview/tail.ts';
import { isCopyFormat } from './text/copyFormats.ts';

/** What the page keeps over a reload: the reader's place and sizes, never records. */
export interface ViewState extends HistogramView {
  readonly position: GridPosition | undefined;
  readonly tab: TabId;
  /** Decoded JSON as a tree, or else as text. */
  readonly showsTree: boolean;
  /** Undefined until the reader changes it, or the host has one of an earlier tail. */
  readonly layout: GridLayout | undefined;
  /** How the reader copied last. */
  readonly copyFormat: CopyFormat;
  readonly filterMode: BoxMode;
  readonly lowerPercent: number;
  readonly recordPercent: number;
  readonly lowerTab: LowerTab;
  /** The chosen view of the stream; one that is not known is the first. */
  readonly streamTab: string;
}

export type LowerTab = 'stream' | 'record';

export const defaultViewState: ViewState = {
  position: undefined,
  tab: 'decoded',
  showsTree: true,
  layout: undefined,
  copyFormat: 'text',
  showsHistogram: true,
  histogramSplit: { by: 'nothing' },
  showsHistogramTable: false,
  filterMode: 'text',
  lowerPercent: 38,
  recordPercent: 55,
  lowerTab: 'record',
  streamTab: 'shards',
};

/** Takes what it knows of a saved state, whoever wrote it, and defaults for the rest. */
export function parseViewState(saved: unknown): ViewState {
  if (!isObject(saved)) return defaultViewState;
  const { tab, lowerTab, streamTab } = saved;
  return {
    position: parsePosition(saved['position']),
    tab: tab === 'raw' || tab === 'hex' || tab === 'headers' ? tab : 'decoded',
    showsTree: saved['showsTree'] !== false,
    layout: parseLayout(saved['layout']),
    copyFormat: isCopyFormat(saved['copyFormat']) ? saved['copyFormat'] : 'text',
    showsHistogram: saved['showsHistogram'] !== false,
    histogramSplit: parseSplit(saved['histogramSplit']),
    showsHistogramTable: saved['showsHistogramTable'] === true,
    filterMode: BOX_MODES.find((mode) => mode === saved['filterMode']) ?? 'text',
    lowerPercent: percentOf(saved['lowerPercent'], defaultViewState.lowerPercent),
    recordPercent: percentOf(saved['recordPercent'], defaultViewState.recordPercent),
    lowerTab: lowerTab === 'stream' ? 'stream' : 'record',
    streamTab: typeof streamTab === 'string' ? streamTab : defaultViewState.streamTab,
  };
}

/** What is kept for a reload: by `tail` the host opens the same tail again. */
export function keptState(view: ViewState, state: TailState): object {
  const { connectionName, streamName, position, startedMs, followsLatest, shards, end } = state;
  const tail = {
    connectionName,
    streamName,
    position,
    startedMs,
    followsLatest,
    shards,
    ...(end && { end }),
    filter: printFilter(state.filter),
  };
  return { ...view, tail };
}

function parsePosition(value: unknown): GridPosition | undefined {
  if (!isObject(value)) return undefined;
  const { generation, top, selected } = value;
  if (!isOrdinal(generation)) return undefined;
  const spans: readonly unknown[] = Array.isArray(value['spans']) ? value['spans'] : [];
  const kept = spans.filter(isSpan).slice(0, limits.keptSpansMax);
  return {
    generation,
    top: isOrdinal(top) ? top : undefined,
    selected: isOrdinal(selected) ? selected : undefined,
    ...(kept.length > 0 && { spans: kept }),
  };
}

function isSpan(value: unknown): value is Span {
  if (!isObject(value)) return false;
  const { from, to } = value;
  return isOrdinal(from) && isOrdinal(to) && from < to;
}

function parseSplit(value: unknown): HistogramSplit {
  const { by, path } = isObject(value) ? value : {};
  if (by === 'shard') return { by };
  const isPath = by === 'path' && typeof path === 'string' && path.length <= limits.filterCharsMax;
  return isPath ? { by, path } : { by: 'nothing' };
}

function isOrdinal(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function percentOf(value: unknown, fallback: number): number {
  return typeof value === 'number' && value > 0 && value < 100 ? value : fallback;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
