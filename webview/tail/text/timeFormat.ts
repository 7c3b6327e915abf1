import type { TimeFormat } from '../../../src/protocol/webview/grid.ts';
import { formatCount, formatDateTime } from './format.ts';

/** How times are shown, and what they are told from when that is how long ago. */
export interface TimeFace {
  readonly format: TimeFormat;
  readonly nowMs: number;
}

export type TimePrecision = 'minute' | 'second' | 'millisecond';

/** How much of `2026-03-01 12:04:31.207` each precision leaves. */
const LENGTHS: Readonly<Record<TimePrecision, number>> = {
  minute: 16,
  second: 19,
  millisecond: 23,
};
const DATE_LENGTH = '2026-03-01 '.length;

/** The time of a row, as short as it can be: `12:04:31.207`, `12:04:31.207Z`, `12 s ago`, `1772366671207`. */
export function timeText(epochMs: number, format: TimeFormat, nowMs: number): string {
  if (format === 'relative') return agoText(nowMs - epochMs);
  return clockText(epochMs, { format, nowMs }, 'millisecond');
}

/** The same with its date, where there is room. */
export function dateTimeText(
  epochMs: number,
  face: TimeFace,
  precision: TimePrecision = 'millisecond',
): string {
  return withAgo(lastingText(epochMs, face, precision), epochMs, face);
}

/** Without its date; how long ago comes on top, because neighbours may be equally long ago. */
export function clockText(epochMs: number, face: TimeFace, precision: TimePrecision): string {
  return withAgo(lastingClockText(epochMs, face, precision), epochMs, face);
}

/**
 * For what stays on the page as it was written, as a condition does: never how long ago, which
 * would soon be wrong.
 */
export function lastingText(epochMs: number, face: TimeFace, precision: TimePrecision): string {
  const { format } = face;
  if (format === 'epoch') return String(epochMs);
  const text = format === 'utc' ? isoOf(epochMs) : formatDateTime(epochMs);
  const cut = text.slice(0, LENGTHS[precision]);
  return format === 'utc' && text !== UNKNOWN ? `${cut}Z` : cut;
}

export function lastingClockText(
  epochMs: number,
  face: TimeFace,
  precision: TimePrecision,
): string {
  const text = lastingText(epochMs, face, precision);
  return face.format === 'epoch' || text === UNKNOWN ? text : text.slice(DATE_LENGTH);
}

/** A lasting range; the date of its end only where it is another day. */
export function rangeText(
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  face: TimeFace,
  options: { readonly precision: TimePrecision; readonly withDate: boolean },
): string {
  const { precision, withDate } = options;
  const [from, to] = [lastingText(fromMs, face, precision), lastingText(toMs, face, precision)];
  const isOneDay = from.slice(0, DATE_LENGTH) === to.slice(0, DATE_LENGTH);
  const end = isOneDay ? lastingClockText(toMs, face, precision) : to;
  const start = withDate || !isOneDay ? from : lastingClockText(fromMs, face, precision);
  return `${start} – ${end}`;
}

/** Whose time a field takes that has no sign for it. */
export function zoneText({ format }: Pick<TimeFace, 'format'>): string {
  return format === 'utc' ? 'UTC' : 'local time';
}

/** `now`, `12 s ago`, `3 min ago`, `2 h ago`, `4 days ago`; clocks differ, so also `in 5 s`. */
export function agoText(ms: number): string {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  if (seconds === 0) return 'now';
  const length = lengthText(seconds);
  return ms < 0 ? `in ${length}` : `${length} ago`;
}

function withAgo(text: string, epochMs: number, { format, nowMs }: TimeFace): string {
  return format === 'relative' ? `${text} · ${agoText(nowMs - epochMs)}` : text;
}

function lengthText(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)} h`;
  return `${formatCount(Math.floor(seconds / 86_400))} days`;
}

const UNKNOWN = 'unknown';

/** `2026-03-01 12:04:31.207` in UTC. */
function isoOf(epochMs: number): string {
  const date = new Date(epochMs);
  return Number.isNaN(date.getTime())
    ? UNKNOWN
    : date.toISOString().slice(0, LENGTHS.millisecond).replace('T', ' ');
}
