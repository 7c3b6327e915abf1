/** Numbers, sizes and times as the page shows them. English grouping, local time zone. */
const counts = new Intl.NumberFormat('en-US');

export function formatCount(count: number): string {
  return counts.format(count);
}

export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

const UNITS = ['B', 'KB', 'MB', 'GB'] as const;

/** `212 B`, `1.4 KB`, `12 MB`: three significant digits at most, 1 KB = 1024 B as in the service's limits. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  const digits = unit > 0 && value < 9.95 ? 1 : 0;
  return `${value.toFixed(digits)} ${UNITS[unit] ?? ''}`;
}

/** A rate: `0`, `3.4`, `310`, `1.2k`. */
export function formatRate(perSecond: number): string {
  if (perSecond === 0) return '0';
  if (perSecond < 9.95) return perSecond.toFixed(1);
  if (perSecond < 9999.5) return formatCount(Math.round(perSecond));
  return `${(perSecond / 1000).toFixed(perSecond < 99_950 ? 1 : 0)}k`;
}

/** How far behind: `0 ms`, `850 ms`, `3.2 s`, `4 min`, `2 h`. */
export function formatBehind(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 99_500) return `${(ms / 1000).toFixed(ms < 9950 ? 1 : 0)} s`;
  if (ms < 5_970_000) return `${Math.round(ms / 60_000)} min`;
  return `${Math.round(ms / 3_600_000)} h`;
}

const SPAN_UNITS = [
  { ms: 86_400_000, name: 'd' },
  { ms: 3_600_000, name: 'h' },
  { ms: 60_000, name: 'm' },
  { ms: 1_000, name: 's' },
];

/** A length of time in its two largest units: `2 d 4 h`, `4 h 12 m`, `3 m 5 s`, `45 s`. */
export function formatSpan(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000)) * 1_000;
  const index = SPAN_UNITS.findIndex((unit) => seconds >= unit.ms);
  if (index === -1) return '0 s';
  let left = seconds;
  const parts: string[] = [];
  for (const unit of SPAN_UNITS.slice(index, index + 2)) {
    const count = Math.floor(left / unit.ms);
    left -= count * unit.ms;
    if (count > 0) parts.push(`${count} ${unit.name}`);
  }
  return parts.join(' ');
}

/** `12:04:31.207` in local time. */
export function formatTime(epochMs: number): string {
  const date = new Date(epochMs);
  return (
    `${pad(date.getHours(), 2)}:${pad(date.getMinutes(), 2)}:${pad(date.getSeconds(), 2)}` +
    `.${pad(date.getMilliseconds(), 3)}`
  );
}

/** `2026-03-01 12:04:31.207` in local time. */
export function formatDateTime(epochMs: number): string {
  const date = new Date(epochMs);
  if (Number.isNaN(date.getTime())) return 'unknown';
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1, 2)}-${pad(date.getDate(), 2)}`;
  return `${day} ${formatTime(epochMs)}`;
}

/** The end of a sequence number, which is where neighbours differ. */
export function shortSequenceNumber(sequenceNumber: string): string {
  return sequenceNumber.length > 6 ? `…${sequenceNumber.slice(-6)}` : sequenceNumber;
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0');
}
