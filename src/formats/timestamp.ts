const SPAN = String.raw`(\d+(?:\.\d+)?)\s*(s|sec|seconds?|m|min|minutes?|h|hours?|d|days?)`;
const AGO = new RegExp(`^${SPAN}(?:\\s+ago)?$`, 'i');
const AHEAD = new RegExp(`^in\\s+${SPAN}$`, 'i');
const UNIT_MS: Readonly<Record<string, number>> = { s: 1e3, m: 60e3, h: 3_600e3, d: 86_400e3 };

/**
 * Epoch milliseconds of what a person writes for a time: an ISO time, which without a zone is local;
 * epoch seconds or milliseconds; "now", "15 minutes ago", "2h" for the same, or "in 5 min".
 */
export function parseTimestamp(text: string, nowMs: number): number | undefined {
  const trimmed = text.trim();
  if (/^now$/i.test(trimmed)) return nowMs;
  const agoMs = spanOf(AGO.exec(trimmed));
  if (agoMs !== undefined) return nowMs - agoMs;
  const aheadMs = spanOf(AHEAD.exec(trimmed));
  if (aheadMs !== undefined) return nowMs + aheadMs;
  if (/^\d{9,10}(\.\d+)?$/.test(trimmed)) return Math.round(Number(trimmed) * 1000);
  if (/^\d{12,13}$/.test(trimmed)) return Number(trimmed);
  if (!/^\d{4}-\d{2}-\d{2}/.test(trimmed)) return undefined;
  // Date would take a day without a time for UTC, and any other time without a zone for local.
  const timeMs = Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(trimmed) ? `${trimmed}T00:00` : trimmed);
  return Number.isNaN(timeMs) ? undefined : timeMs;
}

function spanOf(match: RegExpExecArray | null): number | undefined {
  const [, count, unit] = match ?? [];
  if (count === undefined || unit === undefined) return undefined;
  return Number(count) * (UNIT_MS[unit.charAt(0).toLowerCase()] ?? 0);
}
