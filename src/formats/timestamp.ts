const PART = String.raw`(\d+(?:\.\d+)?)\s*(s|sec|seconds?|m|min|minutes?|h|hours?|d|days?|w|weeks?)`;
const PARTS = new RegExp(PART, 'gi');
const AGO = new RegExp(String.raw`^((?:${PART}\s*)+?)(?:\s*ago)?$`, 'i');
const AHEAD = new RegExp(String.raw`^in\s+((?:${PART}\s*)+)$`, 'i');
const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1e3,
  m: 60e3,
  h: 3_600e3,
  d: 86_400e3,
  w: 604_800e3,
};

/**
 * Epoch milliseconds of what a person writes for a time: an ISO time, which without a zone is local;
 * epoch seconds or milliseconds; "now", "15 minutes ago", "1 h 30 m" for the same, or "in 5 min".
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

/** The sum of the parts, each of which has a unit. */
function spanOf(match: RegExpExecArray | null): number | undefined {
  if (!match?.[1]) return undefined;
  let sum = 0;
  for (const [, count, unit = ''] of match[1].matchAll(PARTS)) {
    sum += Number(count) * (UNIT_MS[unit.charAt(0).toLowerCase()] ?? 0);
  }
  return sum;
}
