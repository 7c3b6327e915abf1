import { compile, JSONPathNode, type JSONPathQuery, type JSONValue, jsonpath } from 'json-p3';
import { JSON_PATH_DEPTH_MAX, JSON_PATH_STEPS_MAX } from './limits.ts';

/** Where a value is: names of members and indexes of elements, from the root. */
export interface Found {
  readonly value: unknown;
  readonly location: readonly (string | number)[];
}

/** The query goes no further: the data is too deep for it, or has too much to look at. */
export class QueryTooLong extends Error {
  override readonly name = 'QueryTooLong';
}

const TOO_DEEP = 'The data is too deep for this path.';

/**
 * A query of RFC 9535 whose time is bounded, whatever the data. The library goes through what lies
 * below a place again for each place that a query descends from: `$..a..b` takes minutes for a
 * record in which every `a` holds another. Here the query itself goes through nothing twice, so that
 * nothing is found twice either; what its filters look at may repeat, but is counted.
 */
export class JsonQuery {
  private readonly query: JSONPathQuery;
  private readonly steps = new Steps();

  /** Throws the library's error for what is no path. */
  constructor(path: string) {
    this.query = compile(path);
    bound(this.query, this.steps, true);
  }

  /** In the order of the standard, as far as they are asked for. Throws `QueryTooLong`. */
  *find(value: unknown): Generator<Found, void> {
    this.steps.begin();
    try {
      yield* this.query.lazyQuery(value as JSONValue);
    } catch (error) {
      // Where a filter compares two values, the library calls itself for each level of them.
      throw error instanceof RangeError ? new QueryTooLong(TOO_DEEP, { cause: error }) : error;
    }
  }
}

class Steps {
  private left = 0;

  begin(): void {
    this.left = JSON_PATH_STEPS_MAX;
  }

  take(count: number): void {
    this.left -= count;
    if (this.left < 0) throw new QueryTooLong('The data is too large for this path.');
  }
}

const { expressions, selectors } = jsonpath;

/** `isSet`: only what is found counts, and not how often, as it may in a filter. */
function bound(query: JSONPathQuery, steps: Steps, isSet: boolean): void {
  let descents = 0;
  for (const [index, segment] of query.segments.entries()) {
    for (const selector of segment.selectors) {
      if (selector instanceof selectors.FilterSelector) boundFilter(selector.expression, steps);
    }
    // The library exports no class of its segments; `..` is the standard's own way to write one.
    const descends = segment.toString().startsWith('..');
    if (descends) descents++;
    // Of places that a descent found, one may lie below another.
    const descent = descends ? new Descent(steps, isSet && descents > 1) : undefined;
    query.segments[index] = new BoundSegment(segment, steps, descent);
  }
}

function boundFilter(expression: jsonpath.expressions.FilterExpression, steps: Steps): void {
  if (expression instanceof expressions.FilterQuery) bound(expression.path, steps, false);
  else if (expression instanceof expressions.LogicalExpression) {
    boundFilter(expression.expression, steps);
  } else if (expression instanceof expressions.PrefixExpression) {
    boundFilter(expression.right, steps);
  } else if (expression instanceof expressions.InfixExpression) {
    boundFilter(expression.left, steps);
    boundFilter(expression.right, steps);
  } else if (expression instanceof expressions.FunctionExtension) {
    for (const argument of expression.args) boundFilter(argument, steps);
  }
}

/** Does what the segment does whose place it takes. */
class BoundSegment extends jsonpath.JSONPathSegment {
  private readonly inner: jsonpath.JSONPathSegment;
  private readonly descent: Descent | undefined;
  private readonly steps: Steps;

  constructor(inner: jsonpath.JSONPathSegment, steps: Steps, descent: Descent | undefined) {
    super(inner.environment, inner.token, inner.selectors);
    this.inner = inner;
    this.steps = steps;
    this.descent = descent;
  }

  resolve(nodes: JSONPathNode[]): JSONPathNode[] {
    return [...this.lazyResolve(nodes)];
  }

  *lazyResolve(nodes: Iterable<JSONPathNode>): Generator<JSONPathNode> {
    for (const node of this.descent?.below(nodes) ?? nodes) {
      for (const selector of this.selectors) {
        if (isOfOne(selector)) {
          this.steps.take(1);
          const found = selector.resolve(node);
          if (found.length > 0) yield* found;
        } else {
          this.steps.take(1 + sizeOf(node.value));
          yield* selector.lazyResolve(node);
        }
      }
    }
  }

  toString(): string {
    return this.inner.toString();
  }
}

/** The way down from places to all objects and arrays below them, in the order of the text. */
class Descent {
  private readonly steps: Steps;
  private readonly isDistinct: boolean;

  /** When distinct, what lies below two of the places is gone through once. */
  constructor(steps: Steps, isDistinct: boolean) {
    this.steps = steps;
    this.isDistinct = isDistinct;
  }

  *below(places: Iterable<JSONPathNode>): Generator<JSONPathNode> {
    const seen = new Set<unknown>();
    for (const place of places) {
      const left = [place];
      for (let node = left.pop(); node; node = left.pop()) {
        if (!isContainer(node.value)) continue;
        if (this.isDistinct) {
          if (seen.has(node.value)) continue;
          seen.add(node.value);
        }
        if (node.location.length - place.location.length >= JSON_PATH_DEPTH_MAX) {
          throw new QueryTooLong(TOO_DEEP);
        }
        yield node;
        this.addChildren(node, left);
      }
    }
  }

  /** The last one first, because the end of the list is taken next. */
  private addChildren({ value, location, root }: JSONPathNode, left: JSONPathNode[]): void {
    const add = (key: string | number, child: JSONValue | undefined): void => {
      if (isContainer(child)) left.push(new JSONPathNode(child, location.concat(key), root));
    };
    this.steps.take(1 + sizeOf(value));
    if (Array.isArray(value)) {
      for (let index = value.length - 1; index >= 0; index--) add(index, value[index]);
    } else if (isContainer(value)) {
      for (const [name, child] of Object.entries(value).reverse()) add(name, child);
    }
  }
}

function isOfOne(selector: jsonpath.JSONPathSelector): boolean {
  return selector instanceof selectors.NameSelector || selector instanceof selectors.IndexSelector;
}

function isContainer(value: unknown): value is JSONValue & object {
  return typeof value === 'object' && value !== null;
}

function sizeOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  return isContainer(value) ? Object.keys(value).length : 0;
}
