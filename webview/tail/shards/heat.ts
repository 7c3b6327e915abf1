import type { HeatMap, HeatMapRow } from '../../../src/protocol/webview/metrics.ts';
import { shardQuota } from '../../limits.ts';

/** Of the nearer of the shard's two limits in a column's largest second: 0 to 1, and beyond. */
export function heatOf(row: HeatMapRow, column: number): number {
  return Math.max(
    (row.records[column] ?? 0) / shardQuota.recordsPerSecond,
    (row.bytes[column] ?? 0) / shardQuota.bytesPerSecond,
  );
}

/** The hottest column of a row, and how hot; undefined when nothing arrived. */
export function peakOf(row: HeatMapRow): { column: number; heat: number } | undefined {
  let peak: { column: number; heat: number } | undefined;
  for (let column = 0; column < row.records.length; column++) {
    const heat = heatOf(row, column);
    if (heat > (peak?.heat ?? 0)) peak = { column, heat };
  }
  return peak;
}

/** When a column begins, in epoch milliseconds. */
export function columnStartMs(map: HeatMap, column: number): number {
  const columns = map.shards[0]?.records.length ?? 0;
  return (map.endSecond - (columns - column) * map.secondsPerColumn) * 1_000;
}

export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** Where a key moves the cursor; undefined for keys that do not. */
export function moveCell(
  key: string,
  from: Cell,
  size: { rows: number; columns: number },
): Cell | undefined {
  const step = STEPS[key];
  if (!step) return undefined;
  const within = (value: number, count: number): number => Math.max(0, Math.min(count - 1, value));
  if (key === 'Home') return { ...from, column: 0 };
  if (key === 'End') return { ...from, column: within(size.columns, size.columns) };
  return {
    row: within(from.row + step[0], size.rows),
    column: within(from.column + step[1], size.columns),
  };
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-10, 0],
  PageDown: [10, 0],
  Home: [0, 0],
  End: [0, 0],
};
