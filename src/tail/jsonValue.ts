import { BIG_NUMBER_DIGITS_MAX } from './decoders/limits.ts';

/** Longer runs of digits may be integers that a double cannot hold. */
const LONG_DIGITS = /\d{16}/;

/**
 * The value of a JSON text, or undefined when it is not JSON. Integers that a double would round
 * are bigints, so that comparing them compares all their digits.
 */
export function jsonValueOf(text: string): unknown {
  try {
    return LONG_DIGITS.test(text) ? (JSON.parse(text, exactInteger) as unknown) : JSON.parse(text);
  } catch {
    return undefined;
  }
}

const INTEGER = /^-?\d+$/;

function exactInteger(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  const source = context?.source;
  if (source === undefined || source.length > BIG_NUMBER_DIGITS_MAX) return value;
  return INTEGER.test(source) ? BigInt(source) : value;
}
