/**
 * Filters as a person writes, reads and shares them, in settings and links:
 *
 *   shard:1,2 key:truck_7 -status="idle" speed>80 /regex/ "free text" cel:{data.speed > 80}
 *   time:2026-03-01T12:00:00Z..2026-03-01T13:00:00Z has:position name~part name=~pattern
 *
 * All terms hold together; `-` turns one round. `~` is "contains", `=~` is "matches". Words, keys and
 * values with other characters stand in quotes, as texts of JSON do.
 */
import { ExpectedError } from '../base/errors.ts';
import type { Condition, ConditionTest, PathOperator, TailFilter } from './filter.ts';
import { formatShardId, parseShardId } from './shardId.ts';

export function printFilter({ conditions }: TailFilter): string {
  return conditions.map(printCondition).join(' ');
}

export function printCondition(condition: Condition): string {
  return (condition.negated === true ? '-' : '') + printTest(condition);
}

/** Whether both show the same records: all conditions hold together, so their order means nothing. */
export function isSameFilter(one: TailFilter, other: TailFilter): boolean {
  const [printed, printedOther] = [one, other].map(({ conditions }) =>
    JSON.stringify(conditions.map(printCondition).sort()),
  );
  return printed === printedOther;
}

/** Throws `invalidInput` with a sentence that says what is wrong, and where. */
export function parseFilter(text: string): TailFilter {
  return { conditions: [...new FilterReader(text).conditions()] };
}

const SIGNS: readonly (readonly [string, PathOperator])[] = [
  // Longer signs first: `=~` is no `=`.
  ['=~', 'matches'],
  ['!=', '!='],
  ['<=', '<='],
  ['>=', '>='],
  ['=', '='],
  ['<', '<'],
  ['>', '>'],
  ['~', 'contains'],
];

const BARE_TEXT = /^[\p{L}\p{N}_.@#][\p{L}\p{N}_.@#-]*$/u;
const BARE_VALUE = /^[\p{L}\p{N}_.@#+:-]+$/u;
const BARE_PATH = /^[\p{L}_$][\p{L}\p{N}_.$*[\]]*$/u;

function printTest(test: ConditionTest): string {
  switch (test.kind) {
    case 'text':
      return quotedUnless(BARE_TEXT, test.text);
    case 'regex':
      return `/${test.pattern.replaceAll(/\\[^]|\//g, (part) => (part === '/' ? '\\/' : part))}/`;
    case 'shard':
      return `shard:${test.shardIds.map(printShard).join(',')}`;
    case 'key':
      return `key:${test.partitionKeys.map((key) => quotedUnless(BARE_VALUE, key)).join(',')}`;
    case 'time':
      return `time:${printTime(test.fromMs)}..${printTime(test.toMs)}`;
    case 'path':
      return printPath(test);
    case 'expression':
      return isBalanced(test.expression)
        ? `cel:{${test.expression}}`
        : `cel:${JSON.stringify(test.expression)}`;
  }
}

function quotedUnless(bare: RegExp, text: string): string {
  return bare.test(text) ? text : JSON.stringify(text);
}

/** By its number alone where that says all. */
function printShard(shardId: string): string {
  const index = parseShardId(shardId);
  return index !== undefined && formatShardId(index) === shardId
    ? String(index)
    : JSON.stringify(shardId);
}

function printTime(epochMs: number | undefined): string {
  return epochMs === undefined ? '' : new Date(epochMs).toISOString();
}

function printPath(test: { path: string; operator: PathOperator; value: string }): string {
  const path = quotedUnless(BARE_PATH, test.path);
  if (test.operator === 'exists') return `has:${path}`;
  const sign = SIGNS.find(([, operator]) => operator === test.operator)?.[0] ?? '=';
  return `${path}${sign}${quotedUnless(BARE_VALUE, test.value)}`;
}

/** Whether the braces of `cel:{…}` would end where they should. */
function isBalanced(expression: string): boolean {
  return closingBrace(`${expression}}`, 0) === expression.length;
}

function closingBrace(text: string, from: number): number | undefined {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  return undefined;
}

/** Goes through the text once, from term to term. */
class FilterReader {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  *conditions(): Iterable<Condition> {
    this.take(/\s*/y);
    while (this.at < this.text.length) {
      const negated = this.take(/-(?=\S)/y) !== undefined;
      const test = this.test();
      yield negated ? { ...test, negated } : test;
      if (this.take(/\s+|$/y) === undefined) throw this.problem('Put a space between conditions');
    }
  }

  private test(): ConditionTest {
    if (this.take(/shard:/y)) {
      return { kind: 'shard', shardIds: this.values().map(readShard) };
    }
    if (this.take(/key:/y)) return { kind: 'key', partitionKeys: this.values() };
    if (this.take(/time:/y)) return this.time();
    if (this.take(/cel:/y)) return { kind: 'expression', expression: this.expression() };
    if (this.take(/has:/y)) {
      return { kind: 'path', path: this.value(), operator: 'exists', value: '' };
    }
    if (this.take(/\//y)) return this.regex();
    return this.comparison() ?? this.words();
  }

  private values(): string[] {
    const values: string[] = [];
    if (this.isAtEnd) return values;
    do values.push(this.value(/[^\s,"]+/y));
    while (this.take(/,/y));
    return values;
  }

  /** In quotes, or up to the next space. */
  private value(bare = /[^\s"]+/y): string {
    if (this.text[this.at] === '"') return this.quoted();
    const value = this.take(bare);
    if (value === undefined) throw this.problem('Write a value here, or "" for an empty one');
    return value;
  }

  private quoted(): string {
    const literal = this.take(/"(?:[^"\\]|\\[^])*"/y);
    if (literal === undefined) throw this.problem('This text has no closing quote');
    try {
      return JSON.parse(literal) as string;
    } catch {
      this.at -= literal.length;
      throw this.problem('Write \\" and \\\\ for quotes and backslashes in this text');
    }
  }

  private time(): ConditionTest {
    const range = this.take(/\S*/y) ?? '';
    const [from = '', to, ...more] = range.split('..');
    const fromMs = readTime(from);
    const toMs = readTime(to ?? '');
    if (to === undefined || more.length > 0 || Number.isNaN(fromMs) || Number.isNaN(toMs)) {
      this.at -= range.length;
      throw this.problem('Write a time as 2026-03-01T12:00:00Z..2026-03-01T13:00:00Z');
    }
    return {
      kind: 'time',
      ...(fromMs === undefined ? {} : { fromMs }),
      ...(toMs === undefined ? {} : { toMs }),
    };
  }

  private expression(): string {
    if (this.text[this.at] === '"') return this.quoted();
    const start = this.at + 1;
    const end = this.text[this.at] === '{' ? closingBrace(this.text, start) : undefined;
    if (end === undefined) throw this.problem('Write an expression as cel:{data.speed > 80}');
    this.at = end + 1;
    return this.text.slice(start, end);
  }

  private regex(): ConditionTest {
    const start = this.at;
    const literal = this.take(/(?:[^/\\]|\\[^])*\//y);
    if (literal === undefined) {
      this.at = start - 1;
      throw this.problem('This pattern has no closing /');
    }
    const pattern = literal
      .slice(0, -1)
      .replaceAll(/\\[^]/g, (part) => (part === '\\/' ? '/' : part));
    const ignoresCase = this.take(/i(?=\s|$)/y) !== undefined;
    return { kind: 'regex', pattern: ignoresCase ? `(?i)${pattern}` : pattern };
  }

  /** A path and a sign; undefined, and nothing read, for what is neither. */
  private comparison(): ConditionTest | undefined {
    const start = this.at;
    const path =
      this.text[start] === '"' ? this.quoted() : this.take(/[\p{L}_$][\p{L}\p{N}_.$*[\]'-]*/uy);
    const sign = SIGNS.find(([signs]) => this.text.startsWith(signs, this.at));
    if (path === undefined || !sign) {
      this.at = start;
      return undefined;
    }
    this.at += sign[0].length;
    return { kind: 'path', path, operator: sign[1], value: this.value() };
  }

  private words(): ConditionTest {
    return { kind: 'text', text: this.value() };
  }

  private get isAtEnd(): boolean {
    return /\s|$/y.test(this.text.slice(this.at, this.at + 1));
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  private problem(message: string): ExpectedError {
    return new ExpectedError('invalidInput', `${message} (at character ${this.at + 1}).`);
  }
}

function readShard(text: string): string {
  const index = /^(shardId-)?\d+$/.test(text) ? parseShardId(text) : undefined;
  return index === undefined ? text : formatShardId(index);
}

function readTime(text: string): number | undefined {
  return text === '' ? undefined : Date.parse(text);
}
