import type { TimeFormat } from '../../../src/protocol/webview/grid.ts';
import { formatCount, formatDateTime, formatTime } from './format.ts';

/** The time of a row, as short as it can be: `12:04:31.207`, `12:04:31.207Z`, `12 s ago`, `1772366671207`. */
export function timeText(epochMs: number, format: TimeFormat, nowMs: number): string {
  switch (format) {
    case 'utc':
      return isoOf(epochMs).slice(11);
    case 'relative':
      return agoText(nowMs - epochMs);
    case 'epoch':
      return String(epochMs);
    default:
      return formatTime(epochMs);
  }
}

/** The same with its date, where there is room. */
export function dateTimeText(epochMs: number, format: TimeFormat, nowMs: number): string {
  switch (format) {
    case 'utc':
      return isoOf(epochMs).replace('T', ' ');
    case 'relative':
      return `${formatDateTime(epochMs)} · ${agoText(nowMs - epochMs)}`;
    case 'epoch':
      return String(epochMs);
    default:
      return formatDateTime(epochMs);
  }
}

/** `now`, `12 s ago`, `3 min ago`, `2 h ago`, `4 days ago`; clocks differ, so also `in 5 s`. */
export function agoText(ms: number): string {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  if (seconds === 0) return 'now';
  const length = lengthText(seconds);
  return ms < 0 ? `in ${length}` : `${length} ago`;
}

function lengthText(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)} h`;
  return `${formatCount(Math.floor(seconds / 86_400))} days`;
}

function isoOf(epochMs: number): string {
  const date = new Date(epochMs);
  return Number.isNaN(date.getTime()) ? 'unknown' : date.toISOString();
}
