import { HISTOGRAM_BUCKETS_MAX, HISTOGRAM_BUCKETS_MIN } from '../limits.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Widths that a person reads easily. */
const STEPS_MS = [
  10,
  20,
  50,
  100,
  200,
  500,
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12, 24].map((count) => count * HOUR),
];

/** The buckets that cover [minMs, maxMs]: at round times, as narrow as their number allows. A few records leave some empty. */
export function bucketsOf(
  minMs: number,
  maxMs: number,
): { readonly fromMs: number; readonly stepMs: number; readonly count: number } {
  for (const stepMs of STEPS_MS) {
    const fromMs = Math.floor(minMs / stepMs) * stepMs;
    const count = Math.floor((maxMs - fromMs) / stepMs) + 1;
    if (count > HISTOGRAM_BUCKETS_MAX) continue;
    return { fromMs, stepMs, count: Math.max(count, HISTOGRAM_BUCKETS_MIN) };
  }
  // A window of more than 100 days: whole days, as many as it takes.
  const days = Math.ceil((maxMs - minMs) / (24 * HOUR) / (HISTOGRAM_BUCKETS_MAX - 1));
  const stepMs = days * 24 * HOUR;
  const fromMs = Math.floor(minMs / stepMs) * stepMs;
  return { fromMs, stepMs, count: Math.floor((maxMs - fromMs) / stepMs) + 1 };
}
