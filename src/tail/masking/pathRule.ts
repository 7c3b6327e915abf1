import { compileJsonPath } from '../jsonPath.ts';
import { JsonQuery } from '../jsonQuery.ts';

/** What is hidden, as a tree of names and indexes: `true` where a whole value is. */
export type HiddenPlaces = Map<string | number, HiddenPlaces | true>;

/** Hides every value that a JSON path finds. */
export interface PathRule {
  readonly name: string;
  /**
   * Adds the places of `value` that it hides. Throws for a value that is hidden whole, that is too deep
   * to follow, or that would take too long.
   */
  mark(value: unknown, places: HiddenPlaces): void;
}

/** Throws `invalidInput` as `compileJsonPath` does, for a path of the same kind. */
export function pathRule(path: string): PathRule {
  compileJsonPath(path);
  const query = new JsonQuery(path.startsWith('$') ? path : `$.${path}`);
  return {
    name: path,
    mark(value, places) {
      for (const { location } of query.find(value)) hide(places, location);
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
