import { RE2JS } from 're2js';
import type { TailFilter } from '../../../src/formats/filter.ts';

const SYNTAX = /[\\^$.*+?()[\]{}|/]/g;

export interface TextPart {
  readonly text: string;
  readonly isMatch: boolean;
}

/** Where a text has matches: [from, to), ascending and apart. */
export type Ranges = readonly (readonly [number, number])[];

/** Finds what to mark in a text; undefined when there is nothing to find. */
export type Matcher = ((text: string) => Ranges) | undefined;

/**
 * Finds a text without regard to case. A regular expression keeps indices right where lower-casing
 * would change lengths (as of `İ`); the text itself is taken literally.
 */
export function matcherOf(search: string): Matcher {
  if (search === '') return undefined;
  const pattern = new RegExp(search.replace(SYNTAX, '\\$&'), 'giu');
  return (text) =>
    Array.from(text.matchAll(pattern), ({ index, 0: { length } }) => [index, index + length]);
}

/** Marks what the texts and the patterns of a filter found. */
export function matcherOfFilter({ conditions }: TailFilter): Matcher {
  const matchers: NonNullable<Matcher>[] = [];
  for (const condition of conditions) {
    if (condition.negated === true) continue;
    const matcher =
      condition.kind === 'text'
        ? matcherOf(condition.text)
        : condition.kind === 'regex'
          ? matcherOfPattern(condition.pattern)
          : undefined;
    if (matcher) matchers.push(matcher);
  }
  if (matchers.length === 0) return undefined;
  return (text) => merged(matchers.flatMap((matcher) => matcher(text)));
}

/** In time linear in the text, as in the host: a pattern that could hang the page does not exist. */
function matcherOfPattern(pattern: string): Matcher {
  const compiled = compiledOf(pattern);
  if (!compiled) return undefined;
  return (text) => {
    const ranges: [number, number][] = [];
    const matcher = compiled.matcher(text);
    while (matcher.find()) {
      if (matcher.end() > matcher.start()) ranges.push([matcher.start(), matcher.end()]);
    }
    return ranges;
  };
}

/** The host refuses what cannot be compiled, so there is nothing to mark then. */
function compiledOf(pattern: string): RE2JS | undefined {
  try {
    return RE2JS.compile(pattern);
  } catch {
    return undefined;
  }
}

function merged(ranges: (readonly [number, number])[]): Ranges {
  const apart: [number, number][] = [];
  for (const [from, to] of ranges.sort((left, right) => left[0] - right[0])) {
    const last = apart.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else apart.push([from, to]);
  }
  return apart;
}

/** Splits the text at the matches; the parts joined are the text again. */
export function splitMatches(text: string, matcher: Matcher): TextPart[] {
  if (!matcher) return text === '' ? [] : [{ text, isMatch: false }];
  const parts: TextPart[] = [];
  let end = 0;
  for (const [from, to] of matcher(text)) {
    if (from > end) parts.push({ text: text.slice(end, from), isMatch: false });
    parts.push({ text: text.slice(from, to), isMatch: true });
    end = to;
  }
  if (end < text.length) parts.push({ text: text.slice(end), isMatch: false });
  return parts;
}

/** The parts of the first `length` characters, and those of the rest. */
export function splitParts(parts: readonly TextPart[], length: number): [TextPart[], TextPart[]] {
  const start: TextPart[] = [];
  const end: TextPart[] = [];
  let at = 0;
  for (const { text, isMatch } of parts) {
    const cut = Math.max(0, Math.min(text.length, length - at));
    if (cut > 0) start.push({ text: text.slice(0, cut), isMatch });
    if (cut < text.length) end.push({ text: text.slice(cut), isMatch });
    at += text.length;
  }
  return [start, end];
}
