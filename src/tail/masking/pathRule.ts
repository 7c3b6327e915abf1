import { compile, type JSONValue } from 'json-p3';
import { compileJsonPath } from '../jsonPath.ts';

/** What is hidden, as a tree of names and indexes: `true` where a whole value is. */
export type HiddenPlaces = Map<string | number, HiddenPlaces | true>;

/** Hides every value that a JSON path finds. */
export interface PathRule {
  readonly name: string;
  /** Adds the places of `value` that it hides. Throws for a value that is hidden whole or too deep to follow. */
  mark(value: unknown, places: HiddenPlaces): void;
}

/** Throws `invalidInput` as `compileJsonPath` does, for a path of the same kind. */
export function pathRule(path: string): PathRule {
  compileJsonPath(path);
  const query = compile(path.startsWith('$') ? path : `$.${path}`);
  return {
    name: path,
    mark(value, places) {
      for (const { location } of query.lazyQuery(value as JSONValue)) hide(places, location);
    },
  };
}

function hide(places: HiddenPlaces, location: readonly (string | number)[]): void {
  if (location.length === 0) throw new Error('Everything is hidden');
  let current = places;
  const last = location.length - 1;
  for (const [index, step] of location.entries()) {
    if (index === last) {
      current.set(step, true);
      return;
    }
    const next = current.get(step) ?? new Map<string | number, HiddenPlaces | true>();
    if (next === true) return;
    current.set(step, next);
    current = next;
  }
}
