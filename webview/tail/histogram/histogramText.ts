import { shortShardId } from '../../../src/formats/shardId.ts';
import { makeVisible } from '../../../src/formats/visibleText.ts';
import type { Histogram } from '../../../src/protocol/webview/histogram.ts';
import { formatCount, plural } from '../text/format.ts';
import {
  clockText,
  dateTimeText,
  rangeText,
  type TimeFace,
  type TimePrecision,
} from '../text/timeFormat.ts';
import { type Brush, brushRange } from './brush.ts';

/** The times that a brush covers: [fromMs, toMs). */
export function timesOf(
  { fromMs, stepMs }: Pick<Histogram, 'fromMs' | 'stepMs'>,
  brush: Brush,
): { fromMs: number; toMs: number } {
  const { first, last } = brushRange(brush);
  return { fromMs: fromMs + first * stepMs, toMs: fromMs + (last + 1) * stepMs };
}

/** What a tooltip and a screen reader say of the buckets under a brush. */
export function brushText(
  histogram: Histogram,
  brush: Brush,
  { isFiltered, times }: { readonly isFiltered: boolean; readonly times: TimeFace },
): string {
  const { first, last } = brushRange(brush);
  const sum = (counts: readonly number[]): number =>
    counts.slice(first, last + 1).reduce((total, count) => total + count, 0);
  const { fromMs, toMs } = timesOf(histogram, brush);
  const total = plural(sum(histogram.total), 'record');
  const shown = isFiltered ? `, ${formatCount(sum(histogram.shown))} shown` : '';
  const groups = histogram.groups
    .map(({ name, counts }) => ({ name, count: sum(counts) }))
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => `${groupName(name)} ${formatCount(count)}`);
  const parts = groups.length > 0 ? ` (${groups.join(', ')})` : '';
  const { stepMs } = histogram;
  const options = { precision: precisionOf(stepMs), withDate: hasDate(stepMs) };
  const span = rangeText({ fromMs, toMs }, times, options);
  return `${span}: ${total}${shown}${parts}`;
}

export function groupName(name: string | undefined): string {
  if (name === undefined) return 'other';
  return makeVisible(name.startsWith('shardId-') ? shortShardId(name) : name) || '""';
}

/** `5 s`, `200 ms`, `1 min`, `6 h`. */
export function stepText(stepMs: number): string {
  if (stepMs < 1_000) return `${stepMs} ms`;
  if (stepMs < 60_000) return `${stepMs / 1_000} s`;
  if (stepMs < 3_600_000) return `${stepMs / 60_000} min`;
  if (stepMs < 86_400_000) return `${stepMs / 3_600_000} h`;
  return plural(stepMs / 86_400_000, 'day');
}

export function bucketTime(epochMs: number, stepMs: number, times: TimeFace): string {
  const precision = precisionOf(stepMs);
  return hasDate(stepMs)
    ? dateTimeText(epochMs, times, precision)
    : clockText(epochMs, times, precision);
}

function hasDate(stepMs: number): boolean {
  return stepMs >= 60_000;
}

function precisionOf(stepMs: number): TimePrecision {
  if (stepMs >= 60_000) return 'minute';
  return stepMs >= 1_000 ? 'second' : 'millisecond';
}
