import { ExpectedError } from '../base/errors.ts';
import { JsonQuery, QueryTooLong } from './jsonQuery.ts';
import { JSON_PATH_CHARS_MAX } from './limits.ts';

/**
 * Gives what a path finds first in a value of `jsonValueOf`, or undefined. Throws `QueryTooLong`
 * where that would take too long to say.
 */
export type JsonPath = (value: unknown) => unknown;

/**
 * Compiles a JSON path of RFC 9535; the leading `$.` may be left out. Throws `invalidInput` with a
 * sentence that says what is wrong with it.
 */
export function compileJsonPath(path: string): JsonPath {
  if (path.length > JSON_PATH_CHARS_MAX) {
    throw invalid(path, `it is longer than ${JSON_PATH_CHARS_MAX} characters`);
  }
  const names = plainNames(path);
  if (names) return (value) => follow(value, names);
  const descent = descentOf(path);
  if (descent) return (value) => findBelow(follow(value, descent.above), descent.below);
  try {
    const query = new JsonQuery(path.startsWith('$') ? path : `$.${path}`);
    return (value) => {
      for (const found of query.find(value)) return found.value;
      return undefined;
    };
  } catch (error) {
    throw invalid(path, error instanceof Error ? error.message : String(error));
  }
}

/** For what only shows what is found: nothing, where it would take too long. */
export function findOrNothing(find: JsonPath, value: unknown): unknown {
  try {
    return find(value);
  } catch (error) {
    if (error instanceof QueryTooLong) return undefined;
    throw error;
  }
}

/** Most paths are names and dots, which need no query. */
function plainNames(path: string): string[] | undefined {
  return /^(\$\.)?[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(path)
    ? path.replace(/^\$\./, '').split('.')
    : undefined;
}

function follow(value: unknown, names: readonly string[]): unknown {
  let current = value;
  for (const name of names) {
    if (!isObject(current) || !Object.hasOwn(current, name)) return undefined;
    current = current[name];
  }
  return current;
}

/**
 * Names, and one place from which all that lies below is looked through: `$..id`, `customer..email`.
 * A query takes ten times as long for it: half a second for a record of a megabyte.
 */
function descentOf(path: string): { above: string[]; below: string[] } | undefined {
  const [, above, below] = DESCENT.exec(path) ?? [];
  return below === undefined
    ? undefined
    : { above: above?.split('.') ?? [], below: below.split('.') };
}

const NAMES = String.raw`[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*`;
const DESCENT = new RegExp(String.raw`^(?:\$|(?:\$\.)?(${NAMES}))\.\.(${NAMES})$`);

/** In the order of the text: of what finds something, what begins first. */
function findBelow(value: unknown, names: readonly string[]): unknown {
  const left: unknown[] = [value];
  while (left.length > 0) {
    const current = left.pop();
    if (typeof current !== 'object' || current === null) continue;
    const found = follow(current, names);
    if (found !== undefined) return found;
    const children: readonly unknown[] = Array.isArray(current) ? current : Object.values(current);
    for (let index = children.length - 1; index >= 0; index--) {
      const child = children[index];
      if (typeof child === 'object') left.push(child);
    }
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(path: string, reason: string): ExpectedError {
  const start = path.length > 80 ? `${path.slice(0, 80)}…` : path;
  return new ExpectedError('invalidInput', `"${start}" is no JSON path: ${reason}.`);
}
