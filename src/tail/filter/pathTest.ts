import { isDeepStrictEqual } from 'node:util';
import { messageOf, unreachable } from '../../base/errors.ts';
import type { PathOperator } from '../../formats/filter.ts';
import { compileJsonPath } from '../jsonPath.ts';
import { QueryTooLong } from '../jsonQuery.ts';
import { jsonValueOf } from '../jsonValue.ts';
import { ConditionError, type RecordTest } from './recordTest.ts';
import { safePattern } from './safePattern.ts';
import { TooLargeToJudge } from './undecided.ts';

/**
 * Compares what a JSON path finds first. Where it finds nothing no comparison holds, `!=` included;
 * the negation of a comparison then does.
 */
export function pathTest(condition: {
  readonly path: string;
  readonly operator: PathOperator;
  readonly value: string;
}): RecordTest {
  const find = compilePath(condition.path);
  const compare = comparison(condition.operator, condition.value);
  const foundIn = (value: unknown): unknown => {
    try {
      return find(value);
    } catch (error) {
      throw error instanceof QueryTooLong ? new TooLargeToJudge(error.message) : error;
    }
  };
  return {
    cost: 'value',
    holds: (candidate) => {
      const found = foundIn(candidate.value);
      return found !== undefined && compare(found);
    },
  };
}

function compilePath(path: string): (value: unknown) => unknown {
  if (path.trim() === '') throw new ConditionError('Enter the path of a field, such as speed.');
  try {
    return compileJsonPath(path);
  } catch (error) {
    throw new ConditionError(messageOf(error));
  }
}

function comparison(operator: PathOperator, value: string): (found: unknown) => boolean {
  switch (operator) {
    case 'exists':
      return () => true;
    case 'contains':
      return containing(value);
    case 'matches': {
      const matches = safePattern(value);
      return (found) => isScalar(found) && matches(String(found));
    }
    case '=':
      return equalTo(value);
    case '!=': {
      const isEqual = equalTo(value);
      return (found) => !isEqual(found);
    }
    case '<':
    case '<=':
    case '>':
    case '>=':
      return ordered(operator, value);
    default:
      return unreachable(operator);
  }
}

type Scalar = string | number | bigint | boolean | null;

function isScalar(value: unknown): value is Scalar {
  return typeof value !== 'object' || value === null;
}

/** Numbers by their value, texts by their characters, the rest as JSON. */
function equalTo(value: string): (found: unknown) => boolean {
  const wanted = jsonValueOf(value);
  const number = numberOf(value);
  return (found) => {
    if (typeof found === 'string') return found === value;
    if (typeof found === 'number' || typeof found === 'bigint') {
      return number !== undefined && order(found, number) === 0;
    }
    return isDeepStrictEqual(found, wanted);
  };
}

/** Two numbers by their value, also where one is written as a text; two texts by their characters. */
function ordered(operator: '<' | '<=' | '>' | '>=', value: string): (found: unknown) => boolean {
  const number = numberOf(value);
  return (found) => {
    const sign = orderOf(found, value, number);
    if (sign === undefined) return false;
    if (sign === 0) return operator === '<=' || operator === '>=';
    return sign < 0 ? operator.startsWith('<') : operator.startsWith('>');
  };
}

function orderOf(found: unknown, value: string, number: Numeric | undefined): number | undefined {
  if (typeof found === 'string') {
    const own = number === undefined ? undefined : numberOf(found);
    return own === undefined || number === undefined ? order(found, value) : order(own, number);
  }
  if (typeof found !== 'number' && typeof found !== 'bigint') return undefined;
  return number === undefined ? undefined : order(found, number);
}

/** A number and a bigint compare exactly in JavaScript, without rounding the bigint. */
function order<Value extends Numeric | string>(left: Value, right: Value): number {
  if (left < right) return -1;
  return left > right ? 1 : 0;
}

type Numeric = number | bigint;

const INTEGER = /^[+-]?\d+$/;
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function numberOf(text: string): Numeric | undefined {
  const trimmed = text.trim();
  if (!DECIMAL.test(trimmed)) return undefined;
  const number = Number(trimmed);
  if (!INTEGER.test(trimmed) || Number.isSafeInteger(number)) return number;
  return BigInt(trimmed.replace('+', ''));
}

/** A part of a text without regard to case, an element of a list, or a field of an object. */
function containing(value: string): (found: unknown) => boolean {
  const wanted = value.toLowerCase();
  const isEqual = equalTo(value);
  return (found) => {
    if (Array.isArray(found)) return found.some(isEqual);
    if (typeof found === 'object' && found !== null) return Object.hasOwn(found, value);
    return String(found).toLowerCase().includes(wanted);
  };
}
