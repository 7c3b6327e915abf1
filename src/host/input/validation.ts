import { HASH_KEY_MAX } from '../../formats/hashKey.ts';
import { isSequenceNumber } from '../../formats/sequenceNumber.ts';
import { parseTimestamp } from '../../formats/timestamp.ts';

/** Each returns a sentence that says what is wrong, or undefined. The rules are those of the API. */

export function streamNameProblem(name: string): string | undefined {
  return nameProblem(name, 'A stream name', 128);
}

export function deliveryStreamNameProblem(name: string): string | undefined {
  return nameProblem(name, 'A delivery stream name', 64);
}

export function partitionKeyProblem(key: string): string | undefined {
  if (key === '') return 'A record needs a partition key';
  return [...key].length > 256 ? 'A partition key has at most 256 characters' : undefined;
}

/** An empty text means none. */
export function explicitHashKeyProblem(text: string): string | undefined {
  if (text === '') return undefined;
  if (!/^(0|[1-9]\d{0,38})$/.test(text)) return 'A hash key is a whole number in decimal digits';
  return BigInt(text) > HASH_KEY_MAX ? 'A hash key is at most 2^128 − 1' : undefined;
}

export function sequenceNumberProblem(text: string): string | undefined {
  return isSequenceNumber(text) ? undefined : 'A sequence number has decimal digits only';
}

export function shardCountProblem(text: string): string | undefined {
  const count = Number(text);
  const isValid = /^[1-9]\d*$/.test(text) && count <= 10_000;
  return isValid ? undefined : 'The number of shards is a whole number from 1 to 10,000';
}

/** From a hundredth of the original pace to a thousand times as fast. */
export function paceFactorProblem(text: string): string | undefined {
  const factor = Number(text);
  const isFactor = /^\d+(?:\.\d+)?$/.test(text.trim()) && factor >= 0.01 && factor <= 1_000;
  return isFactor ? undefined : 'Write a number from 0.01 to 1000';
}

/** A time that Date understands, in the past; without a zone it is local time. */
export function timestampProblem(text: string, nowMs: number): string | undefined {
  const timeMs = parseTimestamp(text, nowMs);
  if (timeMs === undefined) return 'Write a time such as 2026-05-01T12:30:00Z, or "15 minutes ago"';
  return timeMs > nowMs ? 'The time is in the future' : undefined;
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1e3, m: 60e3, h: 3_600e3, d: 86_400e3 };

const DURATION = /^(\d+)\s*([smhd])$/;
const DURATION_MS_MAX = 366 * 86_400e3;

/** Milliseconds of `30s`, `5m`, `2h` or `7d`. */
export function parseDuration(text: string): number | undefined {
  const [, count, unit = ''] = DURATION.exec(text.trim()) ?? [];
  return count === undefined ? undefined : Number(count) * (UNIT_MS[unit] ?? 0);
}

/** A time to move the engine's clock by: up to a leap year. */
export function durationProblem(text: string): string | undefined {
  const ms = parseDuration(text);
  if (ms === undefined || ms === 0) return 'Write a time such as 30s, 5m, 2h or 7d';
  return ms > DURATION_MS_MAX ? 'At most 366 days at once' : undefined;
}

function nameProblem(name: string, what: string, lengthMax: number): string | undefined {
  if (name === '') return `${what} is needed`;
  if (name.length > lengthMax) return `${what} has at most ${lengthMax} characters`;
  return /^[a-zA-Z0-9_.-]+$/.test(name) ? undefined : `${what} has only letters, digits, and _ . -`;
}
